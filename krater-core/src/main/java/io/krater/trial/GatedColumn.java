package io.krater.trial;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One figure within a gate. Counters are interpolated linearly at the edges from the samples on both sides; where an
 * edge has samples on one side only, nothing is made up: {@link #increase} is then absent.
 *
 * <p>Immutable and thread-safe.
 */
public final class GatedColumn {
    private final SampleSeries series;
    private final Column column;
    private final GateTimes gate;

    GatedColumn(SampleSeries series, Column column, GateTimes gate) {
        this.series = series;
        this.column = column;
        this.gate = gate;
    }

    /** By how much a counter grew from edge to edge; empty where an edge is not enclosed by samples or it went backwards. */
    public OptionalDouble increase() {
        OptionalDouble start = at(gate.startNanos());
        OptionalDouble end = at(gate.endNanos());
        if (start.isEmpty() || end.isEmpty() || end.getAsDouble() < start.getAsDouble() || fellWithin()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(end.getAsDouble() - start.getAsDouble());
    }

    /**
     * By how much a counter grew per second: from edge to edge where samples enclose both, else from the first to the
     * last sample within the gate. Empty with fewer than two samples or where it went backwards.
     */
    public OptionalDouble rate() {
        OptionalDouble whole = increase();
        if (whole.isPresent()) {
            return OptionalDouble.of(whole.getAsDouble() / gate.seconds());
        }
        int first = firstPresentFrom(firstAtOrAfter(gate.startNanos()));
        int last = lastPresentUpTo(firstAfter(gate.endNanos()) - 1);
        if (first < 0 || last <= first || falls(series, column, first, last) > 0) {
            return OptionalDouble.empty();
        }
        double grown = (double) (series.value(column, last) - series.value(column, first));
        return OptionalDouble.of(grown / ((series.epochNanos(last) - series.epochNanos(first)) / 1e9));
    }

    private boolean fellWithin() {
        int first = Math.max(0, lastPresentUpTo(firstAfter(gate.startNanos()) - 1));
        int last = firstPresentFrom(firstAtOrAfter(gate.endNanos()));
        return falls(series, column, first, last < 0 ? series.size() - 1 : last) > 0;
    }

    /** How often a counter fell from one sample to the next: one that was reset, or is not what it seems. */
    public static int falls(SampleSeries series, Column column) {
        return falls(series, column, 0, series.size() - 1);
    }

    private static int falls(SampleSeries series, Column column, int first, int last) {
        int falls = 0;
        long before = Long.MIN_VALUE;
        for (int row = first; row <= last; row++) {
            long value = series.value(column, row);
            if (value != SampleSeries.ABSENT) {
                falls += value < before ? 1 : 0;
                before = value;
            }
        }
        return falls;
    }

    /** The figure at an instant, linear between the samples around it; empty where they do not enclose it. */
    public OptionalDouble at(long epochNanos) {
        int after = firstPresentFrom(firstAtOrAfter(epochNanos));
        if (after < 0) {
            return OptionalDouble.empty();
        }
        long t1 = series.epochNanos(after);
        if (t1 == epochNanos) {
            return OptionalDouble.of((double) series.value(column, after));
        }
        int before = lastPresentUpTo(Math.min(after, series.size()) - 1);
        if (before < 0) {
            return OptionalDouble.empty();
        }
        long t0 = series.epochNanos(before);
        double share = (double) (epochNanos - t0) / (t1 - t0);
        long v0 = series.value(column, before);
        return OptionalDouble.of(v0 + share * (series.value(column, after) - v0));
    }

    /** Number of samples of the figure within the gate, edges included. */
    public int count() {
        int count = 0;
        for (int row = firstAtOrAfter(gate.startNanos()); row < series.size() && inGate(row); row++) {
            if (series.value(column, row) != SampleSeries.ABSENT) {
                count++;
            }
        }
        return count;
    }

    /** The highest sample within the gate; empty where there is none. */
    public OptionalLong max() {
        long max = SampleSeries.ABSENT;
        for (int row = firstAtOrAfter(gate.startNanos()); row < series.size() && inGate(row); row++) {
            max = Math.max(max, series.value(column, row));
        }
        return max == SampleSeries.ABSENT ? OptionalLong.empty() : OptionalLong.of(max);
    }

    /** The first sample at or after the gate's end: what the kernel had kept by then; empty where there is none. */
    public OptionalLong atClosing() {
        int row = firstPresentFrom(firstAtOrAfter(gate.endNanos()));
        return row < 0 ? OptionalLong.empty() : OptionalLong.of(series.value(column, row));
    }

    /** The mean of a gauge over the gate's samples, each weighted alike; empty where there is none. */
    public OptionalDouble mean() {
        double sum = 0;
        int count = 0;
        for (int row = firstAtOrAfter(gate.startNanos()); row < series.size() && inGate(row); row++) {
            long value = series.value(column, row);
            if (value != SampleSeries.ABSENT) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }

    /** Share of the gate that lies between samples, 0 to 1. */
    public double coverage() {
        int first = firstPresentFrom(0);
        int last = lastPresentUpTo(series.size() - 1);
        if (first < 0 || last < 0) {
            return 0;
        }
        long from = Math.max(series.epochNanos(first), gate.startNanos());
        long to = Math.min(series.epochNanos(last), gate.endNanos());
        return Math.max(0, to - from) / 1e9 / gate.seconds();
    }

    private boolean inGate(int row) {
        return series.epochNanos(row) <= gate.endNanos();
    }

    private int firstPresentFrom(int row) {
        for (int at = row; at < series.size(); at++) {
            if (series.value(column, at) != SampleSeries.ABSENT) {
                return at;
            }
        }
        return -1;
    }

    private int lastPresentUpTo(int row) {
        for (int at = row; at >= 0; at--) {
            if (series.value(column, at) != SampleSeries.ABSENT) {
                return at;
            }
        }
        return -1;
    }

    private int firstAfter(long epochNanos) {
        return epochNanos == Long.MAX_VALUE ? series.size() : firstAtOrAfter(epochNanos + 1);
    }

    private int firstAtOrAfter(long epochNanos) {
        int low = 0;
        int high = series.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (series.epochNanos(middle) < epochNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
