package io.krater.monitor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Collects the samples of a {@link HostSeries}, in any order. Not thread-safe. */
public final class HostSeriesBuilder {
    private final String host;
    private final HostQuantity quantity;
    private long[] epochNanos = new long[64];
    private double[] values = new double[64];
    private int size;
    private boolean ascending = true;

    HostSeriesBuilder(String host, HostQuantity quantity) {
        this.host = host;
        this.quantity = quantity;
    }

    /**
     * Adds a sample.
     *
     * @throws IllegalArgumentException if the value is not finite: a moment without a value is left out
     */
    public HostSeriesBuilder add(long nanos, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "a sample's value must be finite, was " + value + " (" + quantity.name() + " of " + host + ")");
        }
        if (size == values.length) {
            epochNanos = Arrays.copyOf(epochNanos, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        ascending &= size == 0 || epochNanos[size - 1] <= nanos;
        epochNanos[size] = nanos;
        values[size] = value;
        size++;
        return this;
    }

    /** Samples so far. */
    public int size() {
        return size;
    }

    /** The series; samples are put in order of time, those of one stamp in the order in which they came. */
    public HostSeries build() {
        if (ascending) {
            return new HostSeries(host, quantity, Arrays.copyOf(epochNanos, size), Arrays.copyOf(values, size));
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(i -> epochNanos[i]))
                .mapToInt(i -> i)
                .toArray();
        return new HostSeries(
                host,
                quantity,
                Arrays.stream(order).mapToLong(i -> epochNanos[i]).toArray(),
                Arrays.stream(order).mapToDouble(i -> values[i]).toArray());
    }
}
