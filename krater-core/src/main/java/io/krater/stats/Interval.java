package io.krater.stats;

/**
 * A confidence interval: how it was made, and the share of such intervals that hold the true value.
 *
 * @param low the lower limit, in the quantity's own unit
 * @param high the upper limit, at least {@code low}
 * @param level the confidence level, between 0 and 1 exclusive, for example 0.95
 * @param method the procedure that made it
 */
public record Interval(double low, double high, double level, IntervalMethod method) {

    /**
     * Refuses limits that are NaN or reversed, and levels outside (0, 1).
     *
     * @throws IllegalArgumentException naming the limits or the level
     */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("the lower limit must be at most the upper, was " + low + " .. " + high);
        }
        requireLevel(level);
    }

    public static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a confidence level must lie between 0 and 1, was " + level);
        }
    }

    /** Returns half the distance between the limits: the "±" of a symmetric interval. */
    public double halfWidth() {
        return (high - low) / 2;
    }

    /** Returns whether a value lies between the limits, both included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
