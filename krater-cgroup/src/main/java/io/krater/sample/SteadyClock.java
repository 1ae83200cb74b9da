package io.krater.sample;

/**
 * A timeline that looks like the wall clock and never jumps: the wall clock's reading at creation plus the monotonic
 * time since. Samples and log lines that are stamped by the same steady clock can be subtracted, whatever happens to the
 * wall clock meanwhile. Thread-safe.
 */
public final class SteadyClock {
    /** Of several readings of both clocks, the one with the least time between is the anchor. */
    private static final int ANCHOR_READINGS = 8;

    private final TimeSource source;
    private final long epochMinusNano;

    private SteadyClock(TimeSource source) {
        this.source = source;
        this.epochMinusNano = epochMinusNano(source);
    }

    /** A clock anchored now at the machine's clocks. */
    public static SteadyClock system() {
        return anchoredTo(TimeSource.system());
    }

    /** A clock anchored now at the given source. */
    public static SteadyClock anchoredTo(TimeSource source) {
        return new SteadyClock(source);
    }

    /** Steady time now, in nanoseconds since the Unix epoch. */
    public long now() {
        return source.nanoTime() + epochMinusNano;
    }

    /** Steady time of a reading of {@link TimeSource#nanoTime()}, in nanoseconds since the Unix epoch. */
    public long at(long nanoTime) {
        return nanoTime + epochMinusNano;
    }

    /**
     * Wall clock minus steady clock now, in nanoseconds. Near zero on an undisturbed machine, also while NTP slews the clock:
     * Linux slews CLOCK_MONOTONIC alike. A change by more than the time that a reading takes means that the wall clock was
     * stepped.
     */
    public long offsetNanos() {
        return epochMinusNano(source) - epochMinusNano;
    }

    /** The source that this clock reads. */
    public TimeSource source() {
        return source;
    }

    private static long epochMinusNano(TimeSource source) {
        long best = 0;
        long bestWidth = Long.MAX_VALUE;
        for (int i = 0; i < ANCHOR_READINGS; i++) {
            long before = source.nanoTime();
            long epoch = source.epochNanos();
            long width = source.nanoTime() - before;
            if (width < bestWidth) {
                bestWidth = width;
                best = epoch - (before + width / 2);
            }
        }
        return best;
    }
}
