package io.krater.sample;

import java.util.Arrays;

/**
 * One quantity over time, as a source of one's own gives it: instants ascend, values are finite. An instant without a
 * value is not in it, never zero. Immutable and thread-safe.
 */
public final class QuantitySeries {
    private final Quantity quantity;
    private final long[] epochNanos;
    private final double[] values;

    /**
     * A series of these values; the arrays are copied.
     *
     * @param epochNanos nanoseconds since the Unix epoch, ascending
     * @param values as many, finite
     * @throws IllegalArgumentException if the quantity's name breaks the rule or is that of a built-in one, or naming the first
     *     instant that does not ascend or value that is not finite
     */
    public QuantitySeries(Quantity quantity, long[] epochNanos, double[] values) {
        if (epochNanos.length != values.length) {
            throw new IllegalArgumentException(quantity.label() + " must have as many values as instants, had "
                    + values.length + " for " + epochNanos.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (i > 0 && epochNanos[i] <= epochNanos[i - 1]) {
                throw new IllegalArgumentException(
                        "instants of " + quantity.label() + " must ascend, was " + epochNanos[i]);
            }
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(quantity.label() + " must be finite, was " + values[i]);
            }
        }
        this.quantity = new OwnQuantity(quantity.label(), quantity.unit(), quantity.kind());
        this.epochNanos = epochNanos.clone();
        this.values = values.clone();
    }

    /** What was measured. */
    public Quantity quantity() {
        return quantity;
    }

    /** Number of values. */
    public int size() {
        return values.length;
    }

    /** When a value was read, in nanoseconds since the Unix epoch. */
    public long epochNanos(int index) {
        return epochNanos[index];
    }

    /** A value, in the quantity's unit. */
    public double value(int index) {
        return values[index];
    }

    /** The values from one instant on, up to another, both included. */
    public double[] between(long fromNanos, long toNanos) {
        int from = place(fromNanos);
        int to = place(toNanos == Long.MAX_VALUE ? toNanos : toNanos + 1);
        return Arrays.copyOfRange(values, from, Math.max(from, to));
    }

    private int place(long nanos) {
        int found = Arrays.binarySearch(epochNanos, nanos);
        return found >= 0 ? found : -found - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantitySeries that
                && quantity.equals(that.quantity)
                && Arrays.equals(epochNanos, that.epochNanos)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * quantity.hashCode() + Arrays.hashCode(values);
    }
}
