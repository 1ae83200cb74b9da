package io.krater.sample;

/** Time that passes when a test says so. */
public final class ManualTime implements TimeSource {
    public static final long START = 1_700_000_000_000_000_000L;
    public static final long MILLIS = 1_000_000;

    private long nanos = Long.MAX_VALUE - 5_000 * MILLIS; // wraps around during most tests, as nanoTime may
    private long epoch = START;

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized long epochNanos() {
        return epoch;
    }

    synchronized void advance(long by) {
        nanos += by;
        epoch += by;
    }

    public synchronized void advanceMillis(long by) {
        advance(by * MILLIS);
    }

    /** Somebody sets the wall clock. */
    synchronized void stepWallClock(long by) {
        epoch += by;
    }
}
