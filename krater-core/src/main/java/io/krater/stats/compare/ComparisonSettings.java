package io.krater.stats.compare;

import io.krater.stats.Summary;
import io.krater.stats.bootstrap.Bootstrap;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What fixes a comparison besides its trials: record it with the result.
 *
 * @param baseline the group that others are set against, where there is one
 * @param family which pairs are compared; their p values are adjusted together
 * @param rule how the test is chosen
 * @param alpha the chance of any false alarm in the family, between 0 and 1 exclusive
 * @param level the confidence level of intervals, between 0 and 1 exclusive
 * @param margin the relative margin within which means count as the same, a fraction below 1, where sameness is tested
 * @param target the relative difference of the power line, a fraction above 0
 * @param bootstrap the resamples and the seed
 * @param comparisons how many comparisons, this one among them, share alpha: variants and metrics of one declared family
 */
public record ComparisonSettings(
        Optional<String> baseline,
        Family family,
        TestRule rule,
        double alpha,
        double level,
        OptionalDouble margin,
        double target,
        Bootstrap bootstrap,
        int comparisons) {
    /** The largest family: all pairs of 50 groups. */
    public static final int MOST_PAIRS = 1225;

    /** Which pairs are compared. */
    public enum Family {
        /** Every group with every other. */
        ALL_PAIRS,
        /** Every group with the baseline: fewer pairs, so a milder adjustment. */
        BASELINE_ONLY
    }

    /** The defaults, with a seed: all pairs, analysed as randomised, alpha 0.05, level 0.95, no margin, target 5 %. */
    static ComparisonSettings seeded(long seed) {
        return new ComparisonSettings(
                Optional.empty(),
                Family.ALL_PAIRS,
                TestRule.AS_RANDOMISED,
                0.05,
                Summary.DEFAULT_LEVEL,
                OptionalDouble.empty(),
                0.05,
                Bootstrap.seeded(seed),
                1);
    }

    /**
     * Refuses values out of range.
     *
     * @throws IllegalArgumentException naming the value and its bound
     */
    public ComparisonSettings {
        requireShare("alpha", alpha);
        requireShare("level", level);
        margin.ifPresent(m -> requireShare("margin", m));
        if (!(target > 0 && target < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("target must be above 0 and finite, was " + target);
        }
        if (comparisons < 1) {
            throw new IllegalArgumentException("a family has at least 1 comparison, was " + comparisons);
        }
        if (family == Family.BASELINE_ONLY && baseline.isEmpty()) {
            throw new IllegalArgumentException("a comparison with the baseline only needs a baseline");
        }
    }

    /** This comparison's share of alpha. */
    double ownAlpha() {
        return alpha / comparisons;
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1, was " + value);
        }
    }
}
