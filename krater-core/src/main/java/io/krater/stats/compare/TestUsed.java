package io.krater.stats.compare;

import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.Welch;
import io.krater.stats.test.WilcoxonSignedRank;

/** A test of difference between two groups. */
public enum TestUsed {
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
}
