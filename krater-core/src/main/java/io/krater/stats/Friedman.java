package io.krater.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Friedman's test (1937): whether any of several treatments tends to larger values than another within the same blocks,
 * corrected for ties, with p from the chi-squared approximation.
 *
 * @param chiSquared the statistic
 * @param df the number of treatments less one
 * @param blocks the number of complete blocks
 * @param p the p value
 */
public record Friedman(double chiSquared, int df, int blocks, double p) {

    /**
     * Tests complete blocks.
     *
     * @param values one row per block, one column per treatment, at least two of each
     */
    static Computed<Friedman> test(double[][] values) {
        int treatments = values[0].length;
        double[] sums = new double[treatments];
        double ties = 0;
        for (double[] row : values) {
            Ranks ranks = Ranks.of(row);
            ties += ranks.tieTerm();
            for (int j = 0; j < treatments; j++) {
                sums[j] += ranks.doubled()[j] / 2.0;
            }
        }
        double n = values.length;
        double k = treatments;
        double correction = 1 - ties / (n * k * (k * k - 1));
        if (correction <= 0) {
            return Computed.not(Obstacle.NO_SPREAD, "in every block all values are equal");
        }
        double squares = Arrays.stream(sums)
                .map(s -> s - n * (k + 1) / 2)
                .map(s -> s * s)
                .sum();
        double chiSquared = 12 / (n * k * (k + 1)) * squares / correction;
        int df = treatments - 1;
        double p = ChiSquaredDistribution.of(df).survivalProbability(chiSquared);
        return Computed.of(new Friedman(chiSquared, df, values.length, p));
    }
}
