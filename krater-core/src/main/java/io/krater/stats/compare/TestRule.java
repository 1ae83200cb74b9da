package io.krater.stats.compare;

/** By what pairs are judged; to be settled before the trials run. */
public enum TestRule {
    /**
     * As the trials were randomised, and the interval decides: the geometric mean of the ratios within blocks, by the t
     * interval of the log-ratios, where at least three blocks and four in five of all hold a trial of each side; else as
     * {@link #UNPAIRED}. Values that are not all above 0 are compared by their mean difference within blocks. Intervals
     * hold together over the family (Bonferroni).
     */
    AS_RANDOMISED,
    /** The interval decides, without blocks: the ratio of means by Fieller's interval with Welch's degrees of freedom. */
    UNPAIRED,
    /**
     * As {@link #AS_RANDOMISED}, with the ratio that a typical trial shows ({@link Estimand#TYPICAL_RATIO}) in the place of
     * means, and the interval of the rank test: for trials of which a few are far off, where these are not what is asked
     * about. Dependent trials are told of, but not made up for. Needs values above 0.
     */
    TYPICAL,
    /**
     * For trials whose number was decided by the trials themselves: the geometric mean of the ratios within the blocks that
     * hold a trial of each side, by an interval that holds at every look ({@link io.krater.stats.ConfidenceSequence}), about
     * 1.6 times as wide as that of {@link #AS_RANDOMISED}. Values that are not all above 0 are compared by their mean
     * difference within blocks. There is no fallback: without blocks nothing is told.
     */
    AT_EVERY_LOOK,
    /**
     * Welch's t test where Shapiro-Wilk can be computed for each group that has trials and rejects normality of none at 5 %,
     * else Mann-Whitney: one test for the whole family. This is KRATER's rule.
     */
    BY_NORMALITY,
    /** Welch's t test, whatever the groups look like. */
    WELCH,
    /** The Mann-Whitney test, whatever the groups look like. */
    MANN_WHITNEY,
    /**
     * Trials of the same block as pairs: the paired t test where Shapiro-Wilk does not reject normality of the pair's
     * differences at 5 %, else Wilcoxon's signed-rank test. Blocks of a sequential order make pairs, too, but of trials that
     * ran at different times.
     */
    WITHIN_BLOCKS;

    /** Returns whether an interval decides, rather than a test beside which intervals are given. */
    public boolean isByInterval() {
        return this == AS_RANDOMISED || this == UNPAIRED || this == TYPICAL || this == AT_EVERY_LOOK;
    }
}
