package io.krater.k8s.clock;

import io.krater.launch.ClockOffset;

/**
 * What is known of how far a clock is ahead of this machine's: no less than one bound, no more than another. Each observation
 * narrows it; one that contradicts all before means that a clock was set, and what was known before is forgotten.
 *
 * @param low the offset is at least this, in nanoseconds
 * @param high the offset is at most this, in nanoseconds
 */
public record OffsetBounds(long low, long high) {
    /** Half the width of what is not known at all: a day. */
    private static final long UNKNOWN = 86_400_000_000_000L;

    public static OffsetBounds unknown() {
        return new OffsetBounds(-UNKNOWN, UNKNOWN);
    }

    OffsetBounds atLeast(long bound) {
        return bound <= high ? new OffsetBounds(Math.max(low, bound), high) : new OffsetBounds(bound, UNKNOWN);
    }

    OffsetBounds atMost(long bound) {
        return bound >= low ? new OffsetBounds(low, Math.min(high, bound)) : new OffsetBounds(-UNKNOWN, bound);
    }

    long width() {
        return high - low;
    }

    /** The middle, and how far the truth may be from it. */
    public ClockOffset middle() {
        long half = width() / 2;
        return new ClockOffset(low + half, width() - half);
    }

    /**
     * Bounds from a reading of a clock that shows whole seconds.
     *
     * @param sent when this machine asked, in nanoseconds since the Unix epoch
     * @param received when the answer was here
     * @param second what the clock showed at some instant between
     */
    public OffsetBounds reading(long sent, long received, long second) {
        long shown = second * 1_000_000_000L;
        return atLeast(shown - received).atMost(shown + 999_999_999L - sent);
    }

    /**
     * How long to wait, in nanoseconds, so that the next reading halves the bounds: it is to fall on the instant at which a clock
     * in the middle of the bounds begins a new second.
     *
     * @param now this machine's time, in nanoseconds since the Unix epoch
     * @param travel how long a question takes to get there
     */
    long untilNextReading(long now, long travel) {
        long there = now + travel + middle().nanos();
        return Math.floorMod(-there, 1_000_000_000L);
    }
}
