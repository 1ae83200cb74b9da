package io.krater.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The standard normal distribution. */
public final class Normal {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    public static double cumulative(double z) {
        return STANDARD.cumulativeProbability(z);
    }

    public static double survival(double z) {
        return STANDARD.survivalProbability(z);
    }

    public static double quantile(double p) {
        return STANDARD.inverseCumulativeProbability(p);
    }

    /** The probability of a value at least as far from zero as z. */
    public static double twoSided(double z) {
        return Math.min(1, 2 * survival(Math.abs(z)));
    }
}
