package io.krater.report;

import io.krater.result.MetricComparison;
import io.krater.result.SuiteResult;
import io.krater.stats.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a report's figures were computed, as sentences that can stand in a paper's method section. */
final class Method {
    private Method() {}

    static List<String> sentences(SuiteResult result, MetricComparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add("The unit is the trial: one number a trial, from completed trials only; failures are counted beside"
                + " them. What cannot be computed is left out with its reason, never filled in.");
        result.suite()
                .schedule()
                .ifPresent(schedule -> lines.add(String.format(
                        Locale.ROOT,
                        "Trials ran in order %s%s; samples every %d ms (expensive figures every %d ms).",
                        schedule.order().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        result.seed().isPresent() ? ", seed " + result.seed().getAsLong() : "",
                        schedule.sampleEvery().toMillis(),
                        schedule.slowSampleEvery().toMillis())));
        result.stopping().ifPresent(stopping -> lines.addAll(stopping.sentences()));
        lines.add("Intervals of means are Student's t at 95 %; quantiles are of type 7; CV is sd / |mean|.");
        lines.add("Ratios are of means, with BCa bootstrap intervals at 95 % (" + Bootstrap.DEFAULT_RESAMPLES
                + " resamples, widened for small samples, seed "
                + (result.seed().isPresent() ? result.seed().getAsLong() : 1)
                + "), from " + Bootstrap.FEWEST_FOR_TWO_MEANS + " trials a side on.");
        lines.add("Differences are tested by Welch's t where Shapiro-Wilk rejects normality of no group at 5 %, else by"
                + " Mann-Whitney (exact up to 50 trials a side), and p values adjusted by Holm-Bonferroni over all pairs"
                + " of a variant; a difference counts as shown below 5 %.");
        lines.add(
                comparison.variants().stream()
                                .anyMatch(
                                        v -> v.comparison().settings().margin().isPresent())
                        ? "Sameness is tested by two one-sided tests within the margin that was stated beforehand."
                        : "No margin was stated, so sameness was not tested: \"cannot tell\" does not mean \"the same\".");
        lines.add(
                "\"Trials for 5 %\" is the number a side that would show a difference of 5 % in 80 of 100 such suites,"
                        + " at the scatter seen.");
        lines.add("Outliers are labelled in the warnings and never dropped.");
        return lines;
    }
}
