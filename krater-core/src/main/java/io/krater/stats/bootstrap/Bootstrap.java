package io.krater.stats.bootstrap;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Moments;
import io.krater.stats.Obstacle;
import io.krater.stats.Quantile;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.Optional;

/**
 * Bootstrap intervals: how far a statistic would scatter, learnt from resampling the trials with replacement (Efron and
 * Tibshirani 1993). Intervals are BCa, widened for small samples (see {@link IntervalMethod#BCA}).
 *
 * <p>The same seed and resamples give the same interval, whatever else was computed before and on however many threads.
 *
 * @param seed fixes every random draw; record it with the result
 * @param resamples how many resamples to draw, at least {@value #FEWEST_RESAMPLES}
 */
public record Bootstrap(long seed, int resamples) {
    /** The number of resamples where none is named. */
    public static final int DEFAULT_RESAMPLES = 10_000;
    /** Fewer resamples leave too few beyond a limit at 95 %. */
    public static final int FEWEST_RESAMPLES = 1000;
    /** A limit beyond which fewer resamples lie is said to rest on few. */
    public static final int FEWEST_BEYOND = 20;
    /** The smallest sample whose mean gets an interval: with fewer trials it covers less than it says. */
    public static final int FEWEST_FOR_ONE_MEAN = 20;
    /** The smallest samples whose means are compared by an interval. */
    public static final int FEWEST_FOR_TWO_MEANS = 5;

    /**
     * Refuses fewer than {@value #FEWEST_RESAMPLES} resamples.
     *
     * @throws IllegalArgumentException naming the number
     */
    public Bootstrap {
        if (resamples < FEWEST_RESAMPLES) {
            throw new IllegalArgumentException("resamples must be at least " + FEWEST_RESAMPLES + ", was " + resamples);
        }
    }

    /** Returns a bootstrap with {@value #DEFAULT_RESAMPLES} resamples. */
    public static Bootstrap seeded(long seed) {
        return new Bootstrap(seed, DEFAULT_RESAMPLES);
    }

    /** Returns a bootstrap whose draws are independent of this one's, for a named use of the same recorded seed. */
    public Bootstrap forUse(String... names) {
        return new Bootstrap(Xoshiro256.derive(seed, names), resamples);
    }

    /**
     * Returns an interval of the mean.
     *
     * @param level the confidence level, between 0 and 1 exclusive
     * @return not computable with fewer than {@value #FEWEST_FOR_ONE_MEAN} trials, or where all are equal
     */
    public Computed<Interval> mean(Sample sample, double level) {
        Interval.requireLevel(level);
        int n = sample.size();
        if (n < FEWEST_FOR_ONE_MEAN) {
            return Reasons.tooFew("a BCa interval of a mean", FEWEST_FOR_ONE_MEAN, n);
        }
        if (sample.isConstant()) {
            return Reasons.noSpread("a bootstrap interval", sample.get(0));
        }
        double origin = sample.origin();
        double[] values = sample.lessOrigin();
        double[] means = new double[resamples];
        Xoshiro256.seeded(seed).resampleMeans(values, means);
        double mean = Moments.of(values).mean();
        return interval(means, mean, Bca.acceleration(Jackknife.means(values)), level, Widening.ofMean(n))
                .map(i -> new Interval(origin + i.low(), origin + i.high(), level, i.method()));
    }

    /**
     * Returns mean(a) - mean(b) with its interval.
     *
     * @param level the confidence level, between 0 and 1 exclusive
     * @return the estimate, not computable where a sample is empty; its interval needs {@value #FEWEST_FOR_TWO_MEANS}
     *     trials a side of which not all are equal
     */
    public Computed<Estimate> difference(Sample a, Sample b, double level) {
        return MeanPair.of(a, b).map(pair -> pair.difference(resampled(pair), level));
    }

    /**
     * Returns mean(a) / mean(baseline) with its interval.
     *
     * @param level the confidence level, between 0 and 1 exclusive
     * @return the estimate, not computable where a sample is empty, holds a negative value, or the baseline's mean is 0;
     *     its interval needs {@value #FEWEST_FOR_TWO_MEANS} trials a side of which not all are equal
     */
    public Computed<Estimate> ratio(Sample a, Sample baseline, double level) {
        return MeanPair.of(a, baseline).flatMap(pair -> pair.ratio(resampled(pair), level));
    }

    /** The means of resampled trials of both sides, for a difference and a ratio alike. */
    public ResampledPair resampled(MeanPair pair) {
        double[] first = new double[resamples];
        double[] second = new double[resamples];
        Xoshiro256 random = Xoshiro256.seeded(seed);
        random.resampleMeans(pair.a().lessOrigin(), first);
        random.resampleMeans(pair.b().lessOrigin(), second);
        return new ResampledPair(first, pair.a().origin(), second, pair.b().origin());
    }

    /** The widened BCa interval. */
    static Computed<Interval> interval(
            double[] resampled, double estimate, double acceleration, double level, Widening widening) {
        Optional<Bca.Shares> shares = Bca.shares(resampled, estimate, acceleration, widening.alpha(1 - level));
        if (shares.isEmpty()) {
            return Computed.not(Obstacle.NO_SPREAD, "every resample lies on the same side of the estimate " + estimate);
        }
        Bca.Shares cut = shares.get();
        double beyond = Math.min(cut.low(), 1 - cut.high()) * resampled.length;
        return Computed.of(new Interval(
                Quantile.ofSorted(resampled, cut.low()),
                Quantile.ofSorted(resampled, cut.high()),
                level,
                beyond < FEWEST_BEYOND ? IntervalMethod.BCA_OF_FEW : IntervalMethod.BCA));
    }
}
