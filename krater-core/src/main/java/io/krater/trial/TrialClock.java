package io.krater.trial;

import io.krater.sample.TimeSource;

/** The engine's view of time, so that tests need none of it. Thread-safe. */
public interface TrialClock extends TimeSource {
    /**
     * Waits on a monitor, which the caller holds, until it is notified or the time is over.
     *
     * @param nanos at most this long, more than 0
     * @throws InterruptedException if the thread is interrupted
     */
    void await(Object monitor, long nanos) throws InterruptedException;

    /** The machine's clocks. */
    static TrialClock system() {
        TimeSource machine = TimeSource.system();
        return new TrialClock() {
            @Override
            public long nanoTime() {
                return machine.nanoTime();
            }

            @Override
            public long epochNanos() {
                return machine.epochNanos();
            }

            @Override
            @SuppressWarnings("WaitNotInLoop") // callers loop
            public void await(Object monitor, long nanos) throws InterruptedException {
                monitor.wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        };
    }
}
