package io.krater.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * A share of trials, for example of failed ones, with Clopper and Pearson's exact interval.
 *
 * @param count the trials counted, between 0 and {@code n}
 * @param n all trials
 * @param share count / n; not computable without trials
 * @param interval of the share; not computable without trials
 */
public record Proportion(int count, int n, Computed<Double> share, Computed<Interval> interval) {

    /** Returns the share with an interval at 95 %. */
    public static Proportion of(int count, int n) {
        return of(count, n, Summary.DEFAULT_LEVEL);
    }

    /**
     * Returns the share of n trials that were counted.
     *
     * @param level the confidence level of the interval; it holds at least this level for every true share
     * @throws IllegalArgumentException when the count is negative or above n
     */
    public static Proportion of(int count, int n, double level) {
        Interval.requireLevel(level);
        if (count < 0 || count > n) {
            throw new IllegalArgumentException("the count must lie between 0 and n, was " + count + " of " + n);
        }
        if (n == 0) {
            return new Proportion(0, 0, Reasons.tooFew("a share", 1, 0), Reasons.tooFew("a share", 1, 0));
        }
        double tail = (1 - level) / 2;
        double low =
                count == 0 ? 0 : BetaDistribution.of(count, n - count + 1.0).inverseCumulativeProbability(tail);
        double high =
                count == n ? 1 : BetaDistribution.of(count + 1.0, n - count).inverseSurvivalProbability(tail);
        Interval interval = new Interval(low, high, level, IntervalMethod.CLOPPER_PEARSON);
        return new Proportion(count, n, Computed.of((double) count / n), Computed.of(interval));
    }
}
