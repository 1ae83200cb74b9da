package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Obstacle;
import io.krater.stats.Ranks;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
     * Tests samples within the blocks that hold exactly one trial of each.
     *
     * @return not computable with fewer than two samples, without blocks, with several trials of one sample in a block,
     *     with fewer than two complete blocks, or where each block's values are all equal
     */
    public static Computed<Friedman> test(List<Sample> samples) {
        if (samples.size() < 2) {
            return Computed.not(
                    Obstacle.ONE_GROUP,
                    "Friedman's test needs at least 2 groups, there " + Reasons.count(samples.size()));
        }
        List<Map<Integer, Double>> columns = new ArrayList<>();
        for (Sample sample : samples) {
            Computed<Map<Integer, Double>> column = Pairing.byBlock(sample);
            if (column instanceof Computed.NotComputable<Map<Integer, Double>> missing) {
                return Computed.not(missing.obstacle(), missing.because());
            }
            columns.add(column.get());
        }
        double[][] complete = columns.get(0).keySet().stream()
                .filter(block -> columns.stream().allMatch(c -> c.containsKey(block)))
                .map(block -> columns.stream().mapToDouble(c -> c.get(block)).toArray())
                .toArray(double[][]::new);
        if (complete.length < 2) {
            return Computed.not(
                    Obstacle.NO_PAIRS,
                    "Friedman's test needs at least 2 blocks with a trial of every group, there "
                            + Reasons.count(complete.length));
        }
        return test(complete);
    }

    /**
     * Tests complete blocks.
     *
     * @param values one row per block, one column per treatment, at least two of each
     */
    public static Computed<Friedman> test(double[][] values) {
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
