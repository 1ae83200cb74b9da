package io.krater.cgroup;

import java.util.concurrent.TimeUnit;

/** Waits between attempts; injected so that tests need not. */
@FunctionalInterface
public interface Pause {
    /** Waits for about this long. */
    void nanos(long nanos);

    /** Real waiting, which an interrupt does not cut short: what is being cleaned up must still be cleaned up. */
    static Pause sleeping() {
        return nanos -> {
            boolean interrupted = false;
            long end = System.nanoTime() + nanos;
            for (long left = nanos; left > 0; left = end - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.sleep(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
