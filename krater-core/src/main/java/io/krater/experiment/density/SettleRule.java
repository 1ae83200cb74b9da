package io.krater.experiment.density;

import java.time.Duration;

/**
 * When memory counts as settled: two readings this far apart differ by at most this share of the earlier one.
 *
 * @param share most that the sum of PSS may change by, as a share of it, 0.0001 to 1
 * @param within time between the two readings, 1 ms to 1 h
 * @param most longest time that is waited for it, from {@code within} to 1 day; what is read then is kept and said not to be
 *     settled
 */
public record SettleRule(double share, Duration within, Duration most) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the value and the bound that it broke
     */
    public SettleRule {
        if (!(share >= 0.0001 && share <= 1)) {
            throw new IllegalArgumentException("the share of change must be in 0.0001..1, was " + share);
        }
        if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the time between readings must be in 1 ms to 1 h, was " + within.toMillis() + " ms");
        }
        if (most.compareTo(within) < 0 || most.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("the longest wait must be in " + within.toMillis()
                    + " ms (the time between readings) to 1 day, was " + most.toMillis() + " ms");
        }
    }

    /** Whether a change of this kind is one of what has settled. */
    boolean settled(long before, long now) {
        return Math.abs(now - before) <= share * before;
    }
}
