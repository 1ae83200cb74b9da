package io.krater.node;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens a container's series with its cgroup's birth, and closes it with what its pod's counters say.
 *
 * <p>A cgroup is born with its counters at zero, so where its birth was seen, that is a sample too: what the program used
 * before the sampler was attached is then between two samples.
 *
 * <p>A container's cgroup is gone within milliseconds of the program's last line, but its pod's lives on and has counted all
 * that the container used to the last. So after the container's last sample one more is known: its counters have grown by
 * what the pod's have grown since that sample. The same holds at each later sample of the pod's, and they are needed: a
 * runtime that is short of CPU may read and stamp a program's last line after the program is gone. The pod's other container,
 * which only holds the sandbox, sleeps meanwhile; what it uses is counted to the workload, and is microseconds.
 *
 * <p>The pod is read at the same tick as the container, a moment earlier. On a busy node that moment can be long; what the pod
 * had used at the container's last sample is then taken from the line between its samples around it, and {@code closed_by} says
 * so. A container that was gone before it was sampled even once has nothing but its birth and its pod's samples.
 */
final class ContainerEdges {
    /** The two series are sampled one after the other at each tick: so far apart their samples belong together. */
    private static final long SAME_TICK_NANOS = 5_000_000;

    private ContainerEdges() {}

    /** The container's set with its birth as its first sample, or as it is where it was sampled before. */
    static SampleSet open(SampleSet container, long bornEpochNanos) {
        SampleSeries ours = container.fast();
        if (ours.size() > 0 && ours.epochNanos(0) <= bornEpochNanos) {
            return container;
        }
        SampleSeries.Builder builder = SampleSeries.builder(copy(ours.origins()));
        long[] row = new long[builder.columns().size()];
        for (int i = 0; i < row.length; i++) {
            boolean counter = builder.columns().get(i).kind() == Column.Kind.COUNTER;
            row[i] = counter ? 0 : SampleSeries.ABSENT;
        }
        builder.add(bornEpochNanos, row);
        addAll(builder, ours);
        return with(container, builder.build(), "opened_by", "birth");
    }

    /** The container's set with closing samples, or as it is where the pod's samples do not allow any. */
    static SampleSet close(SampleSet container, SampleSet pod) {
        SampleSeries ours = container.fast();
        SampleSeries theirs = pod.fast();
        if (ours.size() == 0 || !container.facts().containsKey("ended")) {
            return container;
        }
        long last = ours.epochNanos(ours.size() - 1);
        int before = lastUpTo(theirs, last + SAME_TICK_NANOS);
        if (before < 0 || before + 1 >= theirs.size()) {
            return container;
        }
        boolean sameTick = last - theirs.epochNanos(before) <= SAME_TICK_NANOS;
        return with(
                container,
                append(ours, theirs, before, sameTick ? theirs.epochNanos(before) : last),
                "closed_by",
                sameTick ? "pod" : "pod, between two samples");
    }

    /** The set of a container that was gone before its first sample: to be opened by its birth and closed by its pod. */
    static SampleSet unsampled(Scope scope, SampleSet pod) {
        Map<Column, String> origins = new EnumMap<>(Column.class);
        pod.fast().origins().forEach((column, origin) -> {
            if (isTime(column)) {
                origins.put(column, origin);
            }
        });
        return new SampleSet(
                scope,
                SampleSeries.builder(origins).build(),
                SampleSeries.builder(Map.of()).build(),
                0,
                0,
                0,
                0,
                Map.of("ended", "cgroup removed before its first sample"));
    }

    private static boolean isTime(Column column) {
        return column == Column.USAGE_USEC || column == Column.USER_USEC || column == Column.SYSTEM_USEC;
    }

    private static SampleSet with(SampleSet set, SampleSeries fast, String fact, String value) {
        Map<String, String> facts = new LinkedHashMap<>(set.facts());
        facts.put(fact, value);
        return set.with(fast, facts);
    }

    private static Map<Column, String> copy(Map<Column, String> origins) {
        Map<Column, String> copy = new EnumMap<>(Column.class);
        copy.putAll(origins);
        return copy;
    }

    /** Adds all samples of a series, and gives the last one's values. */
    private static long[] addAll(SampleSeries.Builder builder, SampleSeries series) {
        List<Column> columns = builder.columns();
        long[] row = new long[columns.size()];
        for (int at = 0; at < series.size(); at++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = series.value(columns.get(i), at);
            }
            builder.add(series.epochNanos(at), row);
        }
        return row;
    }

    private static int lastUpTo(SampleSeries series, long epochNanos) {
        int row = series.size() - 1;
        while (row >= 0 && series.epochNanos(row) > epochNanos) {
            row--;
        }
        return row;
    }

    /** Adds what the pod grew by after {@code from}, a time between its sample {@code before} and the next. */
    private static SampleSeries append(SampleSeries ours, SampleSeries theirs, int before, long from) {
        SampleSeries.Builder builder = SampleSeries.builder(copy(ours.origins()));
        long[] last = addAll(builder, ours);
        long[] row = new long[last.length];
        for (int at = before + 1; at < theirs.size(); at++) {
            for (int i = 0; i < row.length; i++) {
                Column column = builder.columns().get(i);
                long base = between(column, theirs, before, from);
                row[i] = closing(column, last[i], base, theirs.value(column, at));
            }
            builder.add(theirs.epochNanos(at), row);
        }
        return builder.build();
    }

    /** A counter at a time from a sample to the next, on the line between the two. */
    private static long between(Column column, SampleSeries series, int row, long at) {
        long value = series.value(column, row);
        long next = series.value(column, row + 1);
        if (value == SampleSeries.ABSENT || next == SampleSeries.ABSENT || next < value) {
            return value;
        }
        double share = (double) (at - series.epochNanos(row)) / (series.epochNanos(row + 1) - series.epochNanos(row));
        return value + Math.round(share * (next - value));
    }

    private static long closing(Column column, long last, long from, long to) {
        boolean known = last != SampleSeries.ABSENT && from != SampleSeries.ABSENT && to >= from;
        return known && isTime(column) ? last + (to - from) : SampleSeries.ABSENT;
    }
}
