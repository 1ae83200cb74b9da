package io.krater.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What one cell's trials say of one metric.
 *
 * @param n the number of trials
 * @param mean the arithmetic mean; needs one trial
 * @param sd the standard deviation with divisor n - 1; needs two trials; 0 when all are equal
 * @param cv the coefficient of variation sd / |mean|, as a fraction; needs two trials and a mean other than zero
 * @param min the smallest value
 * @param lowerQuartile the quantile 0.25, type 7 (see {@link Quantile})
 * @param median the quantile 0.5, type 7
 * @param upperQuartile the quantile 0.75, type 7
 * @param max the largest value
 * @param interval Student's t interval of the mean; needs two trials that differ
 */
public record Summary(
        int n,
        Computed<Double> mean,
        Computed<Double> sd,
        Computed<Double> cv,
        Computed<Double> min,
        Computed<Double> lowerQuartile,
        Computed<Double> median,
        Computed<Double> upperQuartile,
        Computed<Double> max,
        Computed<Interval> interval) {

    /** The confidence level used where none is named. */
    public static final double DEFAULT_LEVEL = 0.95;

    /** Summarises a sample, with an interval at {@value #DEFAULT_LEVEL}. */
    public static Summary of(Sample sample) {
        return of(sample, DEFAULT_LEVEL);
    }

    /**
     * Summarises a sample.
     *
     * @param level the confidence level of the interval, between 0 and 1 exclusive
     * @throws IllegalArgumentException when the level is out of range
     */
    public static Summary of(Sample sample, double level) {
        Moments moments = Moments.of(sample);
        return new Summary(
                sample.size(),
                mean(moments),
                sd(moments),
                cv(moments),
                Quantile.of(sample, 0),
                Quantile.of(sample, 0.25),
                Quantile.of(sample, 0.5),
                Quantile.of(sample, 0.75),
                Quantile.of(sample, 1),
                tInterval(moments, level));
    }

    /**
     * Returns Student's t interval of a sample's mean: mean ± t(n - 1) sd / √n.
     *
     * @param level the confidence level, between 0 and 1 exclusive
     */
    public static Computed<Interval> tInterval(Sample sample, double level) {
        return tInterval(Moments.of(sample), level);
    }

    private static Computed<Double> mean(Moments moments) {
        return moments.n() < 1 ? Reasons.tooFew("a mean", 1, 0) : Computed.of(moments.mean());
    }

    private static Computed<Double> sd(Moments moments) {
        return moments.n() < 2 ? Reasons.tooFew("a standard deviation", 2, moments.n()) : Computed.of(moments.sd());
    }

    private static Computed<Double> cv(Moments moments) {
        if (moments.n() < 2) {
            return Reasons.tooFew("a coefficient of variation", 2, moments.n());
        }
        if (moments.mean() == 0) {
            return Computed.not(Obstacle.ZERO_MEAN, "the mean is 0, and a coefficient of variation divides by it");
        }
        return Computed.of(moments.sd() / Math.abs(moments.mean()));
    }

    private static Computed<Interval> tInterval(Moments moments, double level) {
        Interval.requireLevel(level);
        if (moments.n() < 2) {
            return Reasons.tooFew("a t interval", 2, moments.n());
        }
        if (moments.squares() == 0) {
            return Reasons.noSpread("a t interval", moments.mean());
        }
        double t = TDistribution.of(moments.n() - 1).inverseSurvivalProbability((1 - level) / 2);
        double half = t * Math.sqrt(moments.varianceOfMean());
        return Computed.of(new Interval(moments.mean() - half, moments.mean() + half, level, IntervalMethod.T));
    }
}
