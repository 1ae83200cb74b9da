package io.krater.launch;

import java.time.Duration;

/**
 * How often an execution is sampled.
 *
 * @param every period of the fast samples; zero for no sampling
 * @param slowEvery period of figures that are expensive to read
 */
public record Sampling(Duration every, Duration slowEvery) {
    /** No sampling, for experiments that only start and hold. */
    public static Sampling none() {
        return new Sampling(Duration.ZERO, Duration.ZERO);
    }

    /** Whether there is no sampling. */
    public boolean isNone() {
        return every.isZero();
    }
}
