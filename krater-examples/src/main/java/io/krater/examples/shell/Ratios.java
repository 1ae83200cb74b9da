package io.krater.examples.shell;

import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.stats.Interval;
import io.krater.stats.compare.PairComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Each environment's mean as a multiple of the baseline's, in a sentence a person would say. */
final class Ratios {
    private Ratios() {}

    static List<String> of(SuiteResult result, Metric metric, String baseline) {
        List<String> sentences = new ArrayList<>();
        for (var variant : result.suite().workload().variants()) {
            for (var environment : result.suite().environments()) {
                if (!environment.name().equals(baseline)) {
                    result.compare(metric)
                            .baseline(baseline)
                            .pair(variant.label(), environment.name(), baseline)
                            .map(pair ->
                                    sentence(metric, environment.name(), baseline, pair) + " in " + variant.label())
                            .ifPresent(sentences::add);
                }
            }
        }
        return sentences;
    }

    private static String sentence(Metric metric, String environment, String baseline, PairComparison pair) {
        Optional<Double> ratio = pair.ratio().optional().map(estimate -> estimate.value());
        Optional<Interval> interval =
                pair.ratio().optional().flatMap(estimate -> estimate.interval().optional());
        if (ratio.isEmpty()) {
            return environment + " cannot be compared with " + baseline + ": " + pair.ratio();
        }
        String times = metric.direction() == Direction.LOWER_IS_BETTER ? " took " : " had ";
        return environment
                + times
                + String.format(Locale.ROOT, "%.3g times the %s of %s", ratio.get(), metric.name(), baseline)
                + interval.map(range -> String.format(Locale.ROOT, " (%.3g to %.3g)", range.low(), range.high()))
                        .orElse(" (no interval: too few trials)")
                + (interval.isPresent()
                                && interval.get().low() <= 1
                                && interval.get().high() >= 1
                        ? ", which may be the same,"
                        : "");
    }
}
