package io.krater.launch;

import io.krater.launch.Stamp.Clock;
import java.util.OptionalLong;

/**
 * How far the node's clock is ahead of the client's, and how surely.
 *
 * @param nanos node minus client, in nanoseconds
 * @param errorNanos the offset lies within this many nanoseconds of {@code nanos}; 0 where both are one clock
 */
public record ClockOffset(long nanos, long errorNanos) {
    private static final ClockOffset NONE = new ClockOffset(0, 0);

    /** Client and node are one machine. */
    public static ClockOffset none() {
        return NONE;
    }

    /** The same instant on the client's clock, for a stamp of the client's or of the node's. */
    public long toClient(Stamp stamp) {
        return stamp.clock().equals(Clock.CLIENT) ? stamp.epochNanos() : stamp.epochNanos() - nanos;
    }

    /**
     * Nanoseconds from one stamp to another: on one clock, or between the client's and the node's by way of this offset.
     * Empty where no offset relates the two clocks: two nodes, or a workload's own.
     */
    public OptionalLong between(Stamp from, Stamp to) {
        if (from.clock().equals(to.clock())) {
            return OptionalLong.of(to.epochNanos() - from.epochNanos());
        }
        boolean related = (isClient(from) && isNode(to)) || (isNode(from) && isClient(to));
        return related ? OptionalLong.of(toClient(to) - toClient(from)) : OptionalLong.empty();
    }

    private static boolean isClient(Stamp stamp) {
        return stamp.clock().kind() == Clock.Kind.CLIENT;
    }

    private static boolean isNode(Stamp stamp) {
        return stamp.clock().kind() == Clock.Kind.NODE;
    }
}
