package io.krater.trial;

import java.time.Instant;

/** The engine's view of time, so that tests need none of it. Thread-safe. */
public interface TrialClock {
    /** Monotonic time in nanoseconds, from an arbitrary origin. */
    long nanoTime();

    /** The wall clock in nanoseconds since the Unix epoch. */
    long epochNanos();

    /**
     * Waits on a monitor, which the caller holds, until it is notified or the time is over.
     *
     * @param nanos at most this long, more than 0
     * @throws InterruptedException if the thread is interrupted
     */
    void await(Object monitor, long nanos) throws InterruptedException;

    /** The machine's clocks. */
    static TrialClock system() {
        return new TrialClock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public long epochNanos() {
                Instant now = Instant.now();
                return now.getEpochSecond() * 1_000_000_000L + now.getNano();
            }

            @Override
            @SuppressWarnings("WaitNotInLoop") // callers loop
            public void await(Object monitor, long nanos) throws InterruptedException {
                monitor.wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        };
    }
}
