package io.krater.launch;

/**
 * An instant and the clock that it was read on. Stamps of different clocks are never subtracted without the offset
 * between them ({@link ClockOffset}).
 *
 * @param epochNanos nanoseconds since the Unix epoch
 * @param clock whose clock
 */
public record Stamp(long epochNanos, Clock clock) {
    /** Whose clock a stamp was read on. */
    public enum Clock {
        /** The machine that runs this library. */
        CLIENT,
        /** The machine that runs the workload. */
        NODE,
        /** The workload itself. */
        WORKLOAD
    }

    /** A stamp of the client's clock. */
    public static Stamp client(long epochNanos) {
        return new Stamp(epochNanos, Clock.CLIENT);
    }

    /** A stamp of the node's clock. */
    public static Stamp node(long epochNanos) {
        return new Stamp(epochNanos, Clock.NODE);
    }
}
