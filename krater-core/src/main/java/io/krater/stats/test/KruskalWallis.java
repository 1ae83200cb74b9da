package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Obstacle;
import io.krater.stats.Ranks;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The Kruskal-Wallis test: whether any of several samples tends to larger values than another (Kruskal and Wallis 1952),
 * corrected for ties, with p from the chi-squared approximation.
 *
 * @param h the statistic
 * @param df the number of samples less one
 * @param p the p value
 */
public record KruskalWallis(double h, int df, double p) {

    /**
     * Tests samples against one another.
     *
     * @return not computable with fewer than two samples, an empty sample, or where all values are equal
     */
    public static Computed<KruskalWallis> test(List<Sample> samples) {
        if (samples.size() < 2) {
            return Computed.not(
                    Obstacle.ONE_GROUP,
                    "the Kruskal-Wallis test needs at least 2 groups, there " + Reasons.count(samples.size()));
        }
        if (samples.stream().anyMatch(s -> s.size() == 0)) {
            return Reasons.tooFew("the Kruskal-Wallis test in each group", 1, 0);
        }
        double[] all = Ranks.joined(samples.stream().map(Sample::raw).toArray(double[][]::new));
        if (Sample.derived(all).isConstant()) {
            return Reasons.noSpread("the Kruskal-Wallis test", all[0]);
        }
        double h = statistic(samples, Ranks.of(all), all.length);
        int df = samples.size() - 1;
        return Computed.of(
                new KruskalWallis(h, df, ChiSquaredDistribution.of(df).survivalProbability(h)));
    }

    private static double statistic(List<Sample> samples, Ranks ranks, double n) {
        // deviations of the mean ranks, not differences of large squares
        double sum = 0;
        int from = 0;
        for (Sample sample : samples) {
            int to = from + sample.size();
            double deviation = ranks.doubledSum(from, to) / 2.0 / sample.size() - (n + 1) / 2;
            sum += sample.size() * deviation * deviation;
            from = to;
        }
        double correction = 1 - ranks.tieTerm() / (n * n * n - n);
        return 12 / (n * (n + 1)) * sum / correction;
    }
}
