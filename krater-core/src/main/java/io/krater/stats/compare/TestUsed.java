package io.krater.stats.compare;

import io.krater.stats.ConfidenceSequence;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.Reach;
import io.krater.stats.test.Welch;
import io.krater.stats.test.WilcoxonSignedRank;

/** A test of difference between two groups. */
public enum TestUsed {
    /** Student's t of the logarithms of the ratios within blocks. */
    LOG_RATIO("paired t of log-ratios", "t"),
    /** A confidence sequence of the log-ratios, or of the differences, within blocks; the statistic is t. */
    SEQUENCE("confidence sequence", "t"),
    /** Welch's t of the ratio of means ({@link Estimand#RATIO_OF_MEANS}), which at 1 is that of {@link Welch}. */
    RATIO("Welch's t of the ratio of means", "t"),
    /** {@link Welch}; the statistic is t. */
    WELCH("Welch's t", "t"),
    /** {@link MannWhitney}; the statistic is U. */
    MANN_WHITNEY("Mann-Whitney U", "U"),
    /** The paired t test of {@link BlockedComparison}; the statistic is t. */
    PAIRED_T("paired t", "t"),
    /** {@link WilcoxonSignedRank}; the statistic is W. */
    WILCOXON("Wilcoxon signed-rank", "W");

    private final String label;
    private final String statistic;

    TestUsed(String label, String statistic) {
        this.label = label;
        this.statistic = statistic;
    }

    /** Returns the test's name. */
    public String label() {
        return label;
    }

    /** Returns the letter of the test's statistic. */
    public String statistic() {
        return statistic;
    }

    /** The smallest p that it can give with so many trials, whatever they are: 0 where it has no such bound. */
    double smallestP(int m, int n) {
        return switch (this) {
            case MANN_WHITNEY -> Reach.smallestMannWhitney(m, n);
            case WILCOXON -> Reach.smallestWilcoxon(Math.min(m, n));
            case SEQUENCE -> ConfidenceSequence.smallestP(Math.min(m, n));
            case LOG_RATIO, RATIO, WELCH, PAIRED_T -> 0;
        };
    }

    /** The fewest trials of each side with which its p can pass a level. */
    int fewest(double alpha) {
        return switch (this) {
            case MANN_WHITNEY -> Reach.fewestMannWhitney(alpha);
            case WILCOXON -> Reach.fewestWilcoxon(alpha);
            case SEQUENCE -> ConfidenceSequence.fewest(alpha);
            case LOG_RATIO, PAIRED_T -> Judged.FEWEST_BLOCKS;
            case RATIO, WELCH -> 2;
        };
    }
}
