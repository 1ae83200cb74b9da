package io.krater.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what one host's source gives, and what it fails to give. Knows no thread and no clock. Not thread-safe. */
final class HostRecorder {
    /** Samples further apart than this many intervals have a gap between them. */
    private static final double GAP = 2.5;

    private final HostSource source;
    private final Duration interval;
    private final long begin;
    private final Map<HostQuantity, HostSeriesBuilder> samples = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable HostProbe probe;

    /** A read that failed. */
    private record Problem(long at, String message) {}

    HostRecorder(HostSource source, Duration interval, long begin) {
        this.source = source;
        this.interval = interval;
        this.begin = begin;
    }

    /** Reads once; a failure is noted, and the source is opened anew where it had not been. */
    void read(long now) {
        read(now, false);
    }

    /** Reads what is left. */
    void readLast(long now) {
        read(now, true);
    }

    private void read(long now, boolean last) {
        try {
            HostProbe open = probe;
            if (open == null) {
                open = source.open(interval);
                probe = open;
            }
            if (last) {
                open.readLast(now, this::take);
            } else {
                open.read(now, this::take);
            }
        } catch (HostSourceException failed) {
            problems.add(new Problem(now, String.valueOf(failed.getMessage())));
        }
    }

    private void take(HostQuantity quantity, long epochNanos, double value) {
        if (epochNanos >= begin) {
            samples.computeIfAbsent(quantity, none -> HostSeries.of(source.host(), quantity))
                    .add(epochNanos, value);
        }
    }

    Duration delay() {
        HostProbe open = probe;
        return open == null ? Duration.ZERO : open.delay();
    }

    void close() {
        HostProbe open = probe;
        if (open != null) {
            open.close();
        }
    }

    List<HostSeries> series() {
        return samples.values().stream().map(HostSeriesBuilder::build).toList();
    }

    /** Where samples are missing until the end. */
    List<HostGap> gaps(List<HostSeries> series, long end) {
        if (series.isEmpty()) {
            return List.of(new HostGap(source.host(), List.of(), begin, end, reason(begin, end)));
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
        holes.forEach((hole, quantities) -> gaps.add(
                new HostGap(source.host(), quantities, hole.get(0), hole.get(1), reason(hole.get(0), hole.get(1)))));
        return gaps;
    }

    private String reason(long from, long to) {
        return problems.stream()
                .filter(problem -> problem.at >= from && problem.at <= to + interval.toNanos())
                .map(Problem::message)
                .findFirst()
                .orElse("no samples");
    }
}
