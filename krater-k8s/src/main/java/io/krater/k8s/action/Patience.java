package io.krater.k8s.action;

import java.time.Duration;

/** Time as it passes between two looks; a test's passes at once. */
interface Patience {
    /** Time between two looks: a tenth of the second at which the study looked. */
    Duration LOOK = Duration.ofMillis(100);

    /** Monotonic time in nanoseconds. */
    long nanoTime();

    /** Waits until the next look. */
    void pause(Duration length) throws InterruptedException;

    /** The machine's time. */
    static Patience real() {
        return new Patience() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration length) throws InterruptedException {
                Thread.sleep(length.toMillis());
            }
        };
    }
}
