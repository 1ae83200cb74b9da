package io.krater.stats.compare;

/** How the test of a comparison is chosen; to be settled before the trials run. */
public enum TestRule {
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
    WITHIN_BLOCKS
}
