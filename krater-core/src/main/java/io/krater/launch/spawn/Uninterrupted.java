package io.krater.launch.spawn;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs what must be done to its end even in a thread that was told to stop: a channel refuses to write in an interrupted
 * thread, and a cgroup that is not removed for that reason would stay.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Something that may fail. */
    public interface Action {
        /** Does it. */
        void run() throws IOException;
    }

    /** Something that gives a value or fails. */
    public interface Question<T> {
        /** Answers it. */
        T ask() throws IOException;
    }

    public static void run(Action action) throws IOException {
        ask(() -> {
            action.run();
            return true;
        });
    }

    public static <T> T ask(Question<T> question) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return question.ask();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for a latch, at most this long; whether it opened. */
    public static boolean await(CountDownLatch latch, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for a process's end; its exit value. */
    public static int waitFor(Process process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
