package io.krater.monitor;

import java.util.Arrays;

/**
 * One quantity of one host over time: stamps ascend, values are finite. A moment without a value is not in it. Immutable
 * and thread-safe.
 */
public final class HostSeries {
    private final String host;
    private final HostQuantity quantity;
    private final long[] epochNanos;
    private final double[] values;

    HostSeries(String host, HostQuantity quantity, long[] epochNanos, double[] values) {
        this.host = host;
        this.quantity = quantity;
        this.epochNanos = epochNanos;
        this.values = values;
    }

    /** Starts a series. */
    public static HostSeriesBuilder of(String host, HostQuantity quantity) {
        return new HostSeriesBuilder(host, quantity);
    }

    /** The host's name. */
    public String host() {
        return host;
    }

    /** What was measured. */
    public HostQuantity quantity() {
        return quantity;
    }

    /** The number of samples. */
    public int size() {
        return values.length;
    }

    /** When a sample was taken, in nanoseconds since the Unix epoch by the clock of whoever took it. */
    public long epochNanos(int index) {
        return epochNanos[index];
    }

    /** A sample's value, in the quantity's unit. */
    public double value(int index) {
        return values[index];
    }

    /** A copy of the values in order of time. */
    public double[] values() {
        return values.clone();
    }

    /** The mean of the samples; NaN where there are none. */
    public double mean() {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** The samples from one moment (inclusive) to another (exclusive). */
    public HostSeries between(long fromNanos, long toNanos) {
        int from = firstAt(fromNanos);
        int to = Math.max(from, firstAt(toNanos));
        return new HostSeries(
                host, quantity, Arrays.copyOfRange(epochNanos, from, to), Arrays.copyOfRange(values, from, to));
    }

    /** Index of the first sample at a moment or later; the size where there is none. */
    public int firstAt(long nanos) {
        int low = 0;
        int high = epochNanos.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (epochNanos[middle] < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The usual distance of two samples in nanoseconds: the median; 0 where there are fewer than two. */
    public long interval() {
        if (size() < 2) {
            return 0;
        }
        long[] steps = new long[size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = epochNanos[i + 1] - epochNanos[i];
        }
        Arrays.sort(steps);
        return steps[(steps.length - 1) / 2]; // of two, the one that is no gap
    }

    @Override
    public String toString() {
        return quantity.name() + " of " + host + ": " + size() + " samples";
    }
}
