package io.krater.launch;

/**
 * How far the node's clock is ahead of the client's, and how surely.
 *
 * @param nanos node minus client, in nanoseconds
 * @param errorNanos the offset lies within this many nanoseconds of {@code nanos}; 0 where both are one clock
 */
public record ClockOffset(long nanos, long errorNanos) {
    /** Client and node are one machine. */
    public static ClockOffset none() {
        return new ClockOffset(0, 0);
    }

    /** The same instant on the client's clock. */
    public long toClient(Stamp stamp) {
        return stamp.clock() == Stamp.Clock.CLIENT ? stamp.epochNanos() : stamp.epochNanos() - nanos;
    }
}
