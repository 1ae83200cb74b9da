package io.krater.k8s;

import io.krater.cgroup.Column;
import io.krater.cgroup.SampleSeries;
import io.krater.cgroup.SampleSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Closes a container's series with what its pod's counters say.
 *
 * <p>A container's cgroup is gone within milliseconds of the program's last line, but its pod's lives on and has counted all
 * that the container used to the last. So after the container's last sample one more is known: its counters have grown by
 * what the pod's have grown since that sample. The same holds at each later sample of the pod's, and they are needed: a
 * runtime that is short of CPU may read and stamp a program's last line after the program is gone. The pod's other container,
 * which only holds the sandbox, sleeps meanwhile; what it uses is counted to the workload, and is microseconds.
 */
final class ClosingSample {
    /** The two series are sampled one after the other at each tick: so far apart their samples belong together. */
    private static final long SAME_TICK_NANOS = 5_000_000;

    private ClosingSample() {}

    /** The container's set with the closing sample, or as it is where the pod's samples do not allow one. */
    static SampleSet close(SampleSet container, SampleSet pod) {
        SampleSeries ours = container.fast();
        SampleSeries theirs = pod.fast();
        if (ours.size() == 0 || !container.facts().containsKey("ended")) {
            return container;
        }
        long last = ours.epochNanos(ours.size() - 1);
        int same = lastUpTo(theirs, last + SAME_TICK_NANOS);
        if (same < 0 || same + 1 >= theirs.size() || last - theirs.epochNanos(same) > SAME_TICK_NANOS) {
            return container;
        }
        SampleSeries closed = append(ours, theirs, same);
        Map<String, String> facts = new LinkedHashMap<>(container.facts());
        facts.put("closed_by", "pod");
        return new SampleSet(
                container.scope(),
                closed,
                container.slow(),
                container.ticks(),
                container.lateTicks(),
                container.maxLatenessNanos(),
                container.samplerCpuNanos(),
                facts);
    }

    private static int lastUpTo(SampleSeries series, long epochNanos) {
        int row = series.size() - 1;
        while (row >= 0 && series.epochNanos(row) > epochNanos) {
            row--;
        }
        return row;
    }

    private static SampleSeries append(SampleSeries ours, SampleSeries theirs, int same) {
        Map<Column, String> origins = new EnumMap<>(Column.class);
        origins.putAll(ours.origins());
        SampleSeries.Builder builder = SampleSeries.builder(origins);
        List<Column> columns = builder.columns();
        long[] row = new long[columns.size()];
        for (int at = 0; at < ours.size(); at++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = ours.value(columns.get(i), at);
            }
            builder.add(ours.epochNanos(at), row);
        }
        long[] last = row.clone();
        for (int at = same + 1; at < theirs.size(); at++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = closing(columns.get(i), last[i], theirs, same, at);
            }
            builder.add(theirs.epochNanos(at), row);
        }
        return builder.build();
    }

    private static long closing(Column column, long last, SampleSeries pod, int same, int at) {
        boolean ofTime = column == Column.USAGE_USEC || column == Column.USER_USEC || column == Column.SYSTEM_USEC;
        long from = pod.value(column, same);
        long to = pod.value(column, at);
        if (!ofTime || last == SampleSeries.ABSENT || from == SampleSeries.ABSENT || to < from) {
            return SampleSeries.ABSENT;
        }
        return last + (to - from);
    }
}
