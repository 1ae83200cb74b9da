package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.MedianInterval;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.series.SeriesCheck;
import io.krater.stats.test.ShapiroWilk;

/**
 * One group of a comparison.
 *
 * @param name the group's name, for example its environment's
 * @param sample its trials
 * @param summary what they say
 * @param bootstrap the BCa interval of the mean
 * @param median the interval of the median
 * @param normality whether they look normal
 * @param check what to doubt about them
 */
public record GroupSummary(
        String name,
        Sample sample,
        Summary summary,
        Computed<Interval> bootstrap,
        Computed<Interval> median,
        Computed<ShapiroWilk> normality,
        SeriesCheck check) {

    static GroupSummary of(String name, Sample sample, double level, Bootstrap bootstrap) {
        return new GroupSummary(
                name,
                sample,
                Summary.of(sample, level),
                bootstrap.forUse(name).mean(sample, level),
                MedianInterval.of(sample, level),
                ShapiroWilk.test(sample),
                SeriesCheck.of(sample));
    }
}
