package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Sample;
import io.krater.stats.StudentT;
import io.krater.stats.Summary;

/**
 * Welch's t test of two means without the assumption of equal variances (Welch 1947), two-sided.
 *
 * @param t the statistic: difference of the means by its standard error
 * @param df Welch and Satterthwaite's degrees of freedom
 * @param p the two-sided p value
 * @param difference the interval of mean(a) - mean(b)
 */
public record Welch(double t, double df, double p, Interval difference) {

    /** Tests whether two means differ, with an interval at 95 %. */
    public static Computed<Welch> test(Sample a, Sample b) {
        return test(a, b, Summary.DEFAULT_LEVEL);
    }

    /**
     * Tests whether two means differ.
     *
     * @param level the confidence level of the interval
     * @return not computable with fewer than two trials in a sample, or where neither sample scatters
     * @throws IllegalArgumentException if the level is out of range
     */
    public static Computed<Welch> test(Sample a, Sample b, double level) {
        Interval.requireLevel(level);
        return MeanDifference.of(a, b, "Welch's test").map(d -> {
            double half = StudentT.critical(level, d.df()) * d.standardError();
            Interval interval = new Interval(d.difference() - half, d.difference() + half, level, IntervalMethod.WELCH);
            return new Welch(d.t(), d.df(), StudentT.twoSided(d.t(), d.df()), interval);
        });
    }
}
