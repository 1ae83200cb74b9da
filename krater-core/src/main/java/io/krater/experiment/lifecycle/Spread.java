package io.krater.experiment.lifecycle;

import io.krater.stats.Sample;
import io.krater.stats.Summary;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What the study's tables say of values: quantiles of type 7 (Hyndman and Fan 1996), standard deviation of divisor n - 1.
 *
 * @param n the number of values, at least 1
 * @param min the smallest value
 * @param max the largest value
 * @param median the quantile 0.5
 * @param q25 the quantile 0.25
 * @param q75 the quantile 0.75
 * @param mean the arithmetic mean
 * @param sd the standard deviation; empty for one value
 */
public record Spread(
        int n, double min, double max, double median, double q25, double q75, double mean, OptionalDouble sd) {

    /**
     * Of at least one value.
     *
     * @throws IllegalArgumentException if there is none, or one is not finite
     */
    public static Spread of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("the spread of no values");
        }
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        Summary summary = Summary.of(Sample.of(ascending));
        return new Spread(
                summary.n(),
                summary.min().get(),
                summary.max().get(),
                summary.median().get(),
                summary.lowerQuartile().get(),
                summary.upperQuartile().get(),
                summary.mean().get(),
                summary.sd().optional().map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    }
}
