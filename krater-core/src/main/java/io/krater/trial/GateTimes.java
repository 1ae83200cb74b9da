package io.krater.trial;

/**
 * The edges of a gate on the clock of the samples.
 *
 * @param startNanos when it opened, in nanoseconds since the Unix epoch
 * @param endNanos when it closed, later than {@code startNanos}
 */
public record GateTimes(long startNanos, long endNanos) {
    /**
     * Refuses a gate that closes before it opens.
     *
     * @throws IllegalArgumentException naming both edges
     */
    public GateTimes {
        if (endNanos <= startNanos) {
            throw new IllegalArgumentException("gate must close after it opens, was " + startNanos + " to " + endNanos);
        }
    }

    /** Length in seconds. */
    public double seconds() {
        long nanos = endNanos - startNanos;
        // a damaged or made-up gate may be longer than a long tells
        return (nanos > 0 ? nanos : (double) endNanos - startNanos) / 1e9;
    }
}
