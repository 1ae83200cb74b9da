package io.krater;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Ctrl-C and SIGTERM while a suite runs: ends the trial, lets the run clean up, then lets the JVM go. Without this the
 * JVM would halt while pods and cgroups are alive.
 */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Thread hook;

    private StopSignal(Runnable stop, Supplier<String> farewell, Duration cleanup) {
        Thread run = Thread.currentThread();
        hook = new Thread(
                () -> {
                    stopping.set(true);
                    stop.run();
                    try {
                        boolean clean = isExiting(run) || ended.await(cleanup.toMillis(), TimeUnit.MILLISECONDS);
                        System.err.println(
                                clean
                                        ? farewell.get()
                                        : "the trial did not end within " + cleanup.toSeconds()
                                                + " s; the next start removes what it left behind");
                    } catch (InterruptedException impatient) {
                        Thread.currentThread().interrupt();
                    }
                },
                "krater-stop");
    }

    /** Whether the run itself ends the JVM, as a listener may between two trials: it waits for the hook, not the hook for it. */
    private static boolean isExiting(Thread run) {
        return Arrays.stream(run.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Runtime.class.getName())
                        && frame.getMethodName().equals("exit"));
    }

    static StopSignal install(Runnable stop, Supplier<String> farewell, Duration cleanup) {
        StopSignal signal = new StopSignal(stop, farewell, cleanup);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Where the JVM is ending: lets it, and does not come back, so that the caller does not go on with half a result. */
    void awaitEndIfStopped() {
        if (!stopping.get()) {
            return;
        }
        ended.countDown();
        while (true) {
            LockSupport.park(this);
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (!stopping.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyEnding) {
                stopping.set(true); // the JVM began to end just now; the hook sees that the run is over
            }
        }
    }
}
