package io.krater.stats.test;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down adjustment (1979): holds the chance of any false alarm in a family of tests, and rejects at least as
 * often as Bonferroni's.
 */
public final class HolmBonferroni {
    private HolmBonferroni() {}

    /**
     * Returns the adjusted p values, each to be compared with the family's significance level.
     *
     * @param p values in [0, 1], in any order
     * @return adjusted values in the same order, at most 1
     * @throws IllegalArgumentException at the first p outside [0, 1], naming its index
     */
    public static double[] adjust(double... p) {
        for (int i = 0; i < p.length; i++) {
            if (!(p[i] >= 0 && p[i] <= 1)) {
                throw new IllegalArgumentException("a p value must lie in [0, 1], value " + i + " was " + p[i]);
            }
        }
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int step = 0; step < order.length; step++) {
            largest = Math.max(largest, Math.min(1, (p.length - step) * p[order[step]]));
            adjusted[order[step]] = largest;
        }
        return adjusted;
    }
}
