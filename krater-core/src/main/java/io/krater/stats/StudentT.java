package io.krater.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/** Student's t distribution with any positive number of degrees of freedom. */
public final class StudentT {
    private StudentT() {}

    /** The probability of a value above t. */
    public static double survival(double t, double df) {
        return TDistribution.of(df).survivalProbability(t);
    }

    /** The probability of a value at least as far from zero as t. */
    public static double twoSided(double t, double df) {
        return Math.min(1, 2 * survival(Math.abs(t), df));
    }

    /** The t whose central interval holds the level's share of the distribution. */
    public static double critical(double level, double df) {
        return TDistribution.of(df).inverseSurvivalProbability((1 - level) / 2);
    }
}
