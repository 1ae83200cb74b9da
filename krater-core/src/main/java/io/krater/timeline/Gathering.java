package io.krater.timeline;

import io.krater.timeline.PhaseBreakdown.Completeness;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One pass over timelines that collects the lengths of steps, and the figures of what was collected. */
final class Gathering {
    static final int MOST_DISAGREEMENTS = 100;

    private final List<Timeline> timelines;
    private final boolean consecutive;
    private final Map<String, Map<String, Lane>> byName = new HashMap<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final Orders orders;
    private long[] wholes = new long[16];
    private int wholeCount;

    /** The lengths of one step and when they began; grows. */
    private static final class Lane {
        private final StepName name;
        private long[] lengths = new long[16];
        private long[] starts = new long[16];
        private int n;
        private int lastTimeline = -1;

        Lane(StepName name) {
            this.name = name;
        }

        /** Where a timeline takes a step twice the last one counts, as in urunc's scripts. */
        void add(int timeline, long length, long start) {
            if (timeline == lastTimeline) {
                n--;
            }
            if (n == lengths.length) {
                lengths = Arrays.copyOf(lengths, 2 * n);
                starts = Arrays.copyOf(starts, 2 * n);
            }
            lengths[n] = length;
            starts[n++] = start;
            lastTimeline = timeline;
        }
    }

    Gathering(Collection<Timeline> timelines, Steps steps) {
        this.timelines = List.copyOf(timelines);
        consecutive = steps instanceof Steps.Consecutive;
        orders = new Orders(this.timelines);
        for (int i = 0; i < this.timelines.size(); i++) {
            Timeline timeline = this.timelines.get(i);
            whole(timeline);
            if (steps instanceof Steps.Named named) {
                for (StepName step : named.steps()) {
                    named(i, timeline, step);
                }
            } else {
                consecutive(i, timeline);
            }
        }
    }

    private void whole(Timeline timeline) {
        timeline.whole().ifPresent(length -> {
            if (wholeCount == wholes.length) {
                wholes = Arrays.copyOf(wholes, 2 * wholeCount);
            }
            wholes[wholeCount++] = length;
        });
    }

    private void consecutive(int index, Timeline timeline) {
        for (int i = 1; i < timeline.size(); i++) {
            long from = timeline.at(i - 1);
            lane(timeline.name(i - 1), timeline.name(i)).add(index, timeline.at(i) - from, from - timeline.at(0));
        }
    }

    private void named(int index, Timeline timeline, StepName step) {
        OptionalLong from = timeline.at(step.from());
        OptionalLong length = timeline.between(step.from(), step.to());
        if (from.isPresent() && length.isPresent()) {
            lane(step.from(), step.to()).add(index, length.getAsLong(), from.getAsLong() - timeline.at(0));
        }
    }

    private Lane lane(String from, String to) {
        Map<String, Lane> next = byName.computeIfAbsent(from, unseen -> new HashMap<>(4));
        Lane known = next.get(to);
        if (known == null) {
            known = new Lane(new StepName(from, to));
            next.put(to, known);
            lanes.add(known);
        }
        return known;
    }

    PhaseBreakdown breakdown() {
        Optional<Lengths> whole =
                wholeCount == 0 ? Optional.empty() : Optional.of(Lengths.of(Arrays.copyOf(wholes, wholeCount)));
        BigInteger total = whole.map(Lengths::sum).orElse(BigInteger.ZERO);
        // sorting is most of the work, and steps are independent of each other
        List<Step> steps = lanes.parallelStream().map(lane -> step(lane, total)).toList();
        return new PhaseBreakdown(
                timelines.size(), consecutive, steps, whole, orders.all(), orders.disagreements(), completeness());
    }

    private Step step(Lane lane, BigInteger total) {
        Lengths lengths = Lengths.of(Arrays.copyOf(lane.lengths, lane.n));
        double start = Lengths.of(Arrays.copyOf(lane.starts, lane.n)).median();
        double share = total.signum() == 0
                ? 0
                : new BigDecimal(lengths.sum())
                        .divide(new BigDecimal(total), MathContext.DECIMAL64)
                        .doubleValue();
        int both = orders.having(lane.name.from(), lane.name.to());
        return new Step(lane.name, lengths, start, share, timelines.size() - both, consecutive ? both - lane.n : 0);
    }

    private Completeness completeness() {
        Map<String, Integer> having = orders.having();
        List<String> expected = having.entrySet().stream()
                .filter(mark -> 2L * mark.getValue() >= timelines.size())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingInt(orders::rank))
                .toList();
        Map<String, Integer> lacking = new LinkedHashMap<>();
        for (String mark : expected) {
            int lack = timelines.size() - having.getOrDefault(mark, 0);
            if (lack > 0) {
                lacking.put(mark, lack);
            }
        }
        return new Completeness(expected, orders.lackingAnyOf(expected), Map.copyOf(lacking));
    }
}
