package io.krater.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A confidence interval of the median that assumes nothing of the distribution but independent trials: two order
 * statistics, as deep as their binomial coverage allows.
 */
public final class MedianInterval {
    private MedianInterval() {}

    /**
     * Returns the interval; it holds the median with at least the level's probability.
     *
     * @param level the confidence level, between 0 and 1 exclusive
     * @return not computable with so few trials that even minimum and maximum cover less; six are needed for 95 %
     * @throws IllegalArgumentException if the level is out of range
     */
    public static Computed<Interval> of(Sample sample, double level) {
        Interval.requireLevel(level);
        int n = sample.size();
        int depth = n == 0 ? 0 : depth(n, (1 - level) / 2);
        if (depth == 0) {
            return Computed.not(
                    Obstacle.TOO_FEW_VALUES,
                    "minimum and maximum of " + n + (n == 1 ? " trial" : " trials")
                            + " hold the median less often than " + level);
        }
        double[] ascending = sample.sorted();
        return Computed.of(
                new Interval(ascending[depth - 1], ascending[n - depth], level, IntervalMethod.ORDER_STATISTICS));
    }

    /** The largest depth, counted from 1, at which at most this share is cut off at each end; 0 where there is none. */
    private static int depth(int n, double tail) {
        BinomialDistribution fair = BinomialDistribution.of(n, 0.5);
        int depth = 0;
        // a rounding error of the last digit must not lose a depth that fits exactly
        while (depth < n / 2 && fair.cumulativeProbability(depth) <= tail * (1 + 1e-12)) {
            depth++;
        }
        return depth;
    }
}
