package io.krater.stats.test;

import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * What a design can show at all: the smallest p that a rank test can give with so many trials, whatever they are, and the
 * trials from which on it can pass a significance level. Tests that assume a t distribution have no such bound.
 */
public final class Reach {
    private Reach() {}

    /** The smallest two-sided p of the Mann-Whitney test with m and n trials: 2 / C(m + n, m), at most 1. */
    public static double smallestMannWhitney(int m, int n) {
        return Math.min(
                1,
                2
                        * Math.exp(-CombinatoricsUtils.factorialLog(m + n)
                                + CombinatoricsUtils.factorialLog(m)
                                + CombinatoricsUtils.factorialLog(n)));
    }

    /** The smallest two-sided p of Wilcoxon's signed-rank test with so many pairs: 2 / 2^n, at most 1. */
    public static double smallestWilcoxon(int pairs) {
        return Math.min(1, 2 * Math.pow(0.5, pairs));
    }

    /** The fewest trials a side with which the Mann-Whitney test can pass a level. */
    public static int fewestMannWhitney(double alpha) {
        int n = 2;
        while (smallestMannWhitney(n, n) >= alpha) {
            n++;
        }
        return n;
    }

    /** The fewest pairs with which Wilcoxon's test can pass a level. */
    public static int fewestWilcoxon(double alpha) {
        int n = 2;
        while (smallestWilcoxon(n) >= alpha) {
            n++;
        }
        return n;
    }
}
