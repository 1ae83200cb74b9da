package io.krater.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stretch of time in which a host has no samples though it should.
 *
 * @param host the host
 * @param quantities what is missing, by name; empty where the host has nothing at all
 * @param fromNanos the last sample before, or the beginning, in nanoseconds since the Unix epoch
 * @param toNanos the first sample after, or the end
 * @param reason why, as far as it is known
 */
public record HostGap(String host, List<String> quantities, long fromNanos, long toNanos, String reason) {
    /** Samples further apart than this many intervals have a gap between them. */
    private static final double GAP = 2.5;

    /** Copies the list. */
    public HostGap {
        quantities = List.copyOf(quantities);
    }

    /** Its length in seconds. */
    public double seconds() {
        return (toNanos - fromNanos) / 1e9;
    }

    /** The gaps of a host that was to be measured from one moment to another. */
    static List<HostGap> between(
            String host, List<HostSeries> series, Duration interval, long begin, long end, List<HostProblem> problems) {
        if (series.isEmpty()) {
            return List.of(new HostGap(host, List.of(), begin, end, reason(problems, interval, begin, end)));
        }
        Map<List<Long>, List<String>> holes = new LinkedHashMap<>();
        for (HostSeries each : series) {
            // a source of a coarser rhythm than was wished for has no gaps for that
            double longest = GAP * Math.max(interval.toNanos(), each.interval());
            long before = begin;
            for (int i = 0; i <= each.size(); i++) {
                long at = i < each.size() ? each.epochNanos(i) : end;
                if (at - before > longest) {
                    holes.computeIfAbsent(List.of(before, at), none -> new ArrayList<>())
                            .add(each.quantity().name());
                }
                before = at;
            }
        }
        List<HostGap> gaps = new ArrayList<>();
        holes.forEach((hole, quantities) -> gaps.add(new HostGap(
                host, quantities, hole.get(0), hole.get(1), reason(problems, interval, hole.get(0), hole.get(1)))));
        return gaps;
    }

    private static String reason(List<HostProblem> problems, Duration interval, long from, long to) {
        return problems.stream()
                .filter(problem -> problem.epochNanos() >= from && problem.epochNanos() <= to + interval.toNanos())
                .map(HostProblem::message)
                .findFirst()
                .orElse("no samples");
    }
}
