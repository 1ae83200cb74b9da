package io.krater.report;

import io.krater.result.SuiteResult;
import io.krater.result.compare.MetricComparison;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.compare.ComparisonSettings;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.WilcoxonSignedRank;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a report's figures were computed, as sentences that can stand in a paper's method section. */
final class Method {
    private static final String EXACT_RANKS = "exact up to " + MannWhitney.EXACT_UP_TO + " trials a side";

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
        comparison.variants().stream()
                .findFirst()
                .map(variant -> variant.comparison().settings())
                .ifPresent(settings -> {
                    lines.add(difference(settings));
                    lines.add(sameness(settings));
                });
        lines.add(
                "\"Trials for 5 %\" is the number a side that would show a difference of 5 % in 80 of 100 such suites,"
                        + " at the scatter seen.");
        lines.add("Outliers are labelled in the warnings and never dropped.");
        return lines;
    }

    private static String difference(ComparisonSettings settings) {
        String test = switch (settings.rule()) {
            case BY_NORMALITY ->
                "by Welch's t where Shapiro-Wilk can be computed for each group and rejects normality of none at 5 %, else by Mann-Whitney ("
                        + EXACT_RANKS + ")";
            case WELCH -> "by Welch's t, whatever the groups look like";
            case MANN_WHITNEY -> "by Mann-Whitney (" + EXACT_RANKS + "), whatever the groups look like";
            case WITHIN_BLOCKS ->
                "within blocks, by the paired t where Shapiro-Wilk does not reject normality of a pair's differences at"
                        + " 5 %, else by Wilcoxon's signed ranks (exact up to " + WilcoxonSignedRank.EXACT_UP_TO
                        + " blocks)";
        };
        String pairs = settings.family() == ComparisonSettings.Family.ALL_PAIRS
                ? "all pairs of a variant"
                : "a variant's pairs with the baseline";
        return "Differences are tested " + test + ", and p values adjusted by Holm-Bonferroni over " + pairs
                + ", not over variants or metrics; a difference counts as shown below 5 %.";
    }

    private static String sameness(ComparisonSettings settings) {
        return settings.margin().isPresent()
                ? "Sameness is tested by two one-sided tests within a margin of "
                        + DisplayUnit.brief(100 * settings.margin().getAsDouble())
                        + " % of the reference's mean, adjusted likewise; it has to be stated before the trials run."
                : "No margin was stated, so sameness was not tested: \"cannot tell\" does not mean \"the same\".";
    }
}
