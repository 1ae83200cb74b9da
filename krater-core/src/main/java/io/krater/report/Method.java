package io.krater.report;

import io.krater.result.SuiteResult;
import io.krater.result.compare.Factor;
import io.krater.result.compare.MetricComparison;
import io.krater.stats.Numbers;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.compare.ComparisonSettings;
import io.krater.stats.compare.TestRule;
import io.krater.stats.compare.TestUsed;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.PowerLine;
import io.krater.stats.test.WilcoxonSignedRank;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a report's figures were computed, as sentences that can stand in a paper's method section. */
final class Method {
    private static final String EXACT_RANKS = "exact up to " + MannWhitney.EXACT_UP_TO + " trials a side";

    private Method() {}

    /**
     * The sentences about what a report shows.
     *
     * @param columns whether its tables have quantiles and the trials that a difference would take
     */
    static List<String> sentences(SuiteResult result, MetricComparison comparison, boolean columns) {
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
        lines.add(
                "Intervals of means are Student's t at 95 %, each for itself; CV is sd / |mean|; intervals of medians are"
                        + " two order statistics.");
        comparison.slices().stream()
                .findFirst()
                .map(slice -> slice.comparison().settings())
                .ifPresent(settings -> {
                    if (settings.rule().isByInterval()) {
                        lines.addAll(byInterval(settings, comparison.factor()));
                    } else {
                        lines.add(bootstrap(result));
                        lines.add(difference(settings));
                    }
                    lines.add(sameness(settings));
                });
        reach(comparison).ifPresent(lines::add);
        if (columns) {
            lines.add(
                    "Quantiles are of type 7. \"Trials for 5 %\" is the number a side that would show a difference of 5 % in"
                            + " 80 of 100 such suites, from the lower to the upper end of the "
                            + DisplayUnit.brief(100 * PowerLine.SCATTER_LEVEL)
                            + " % interval of the scatter seen; absent below " + PowerLine.FEWEST + " trials.");
        }
        lines.add("Outliers are labelled in the warnings and never dropped.");
        return lines;
    }

    /** What the pairs that could show least could have shown at all. */
    private static Optional<String> reach(MetricComparison comparison) {
        return comparison.slices().stream()
                .flatMap(slice -> slice.comparison().pairs().optional().orElse(List.of()).stream())
                .filter(pair -> pair.test().isComputed())
                .max(Comparator.comparingDouble(pair -> pair.reach().smallestP()))
                .map(pair -> {
                    String test = pair.choice().test().label();
                    return pair.reach().smallestP() == 0
                            ? "A verdict is possible at all from "
                                    + pair.reach().fewestTrials()
                                    + (pair.choice().test() == TestUsed.LOG_RATIO
                                                    || pair.choice().test() == TestUsed.PAIRED_T
                                            ? " blocks"
                                            : " trials a side")
                                    + " on, however many pairs there are: the p of " + test + " has no lower bound."
                            : "The smallest adjusted p that such trials can give by " + test + " is "
                                    + Numbers.p(pair.reach().smallestP()) + "; a verdict is possible at all from "
                                    + pair.reach().fewestTrials() + " trials a side on.";
                });
    }

    private static String bootstrap(SuiteResult result) {
        return "Ratios are of means, with BCa bootstrap intervals at 95 % (" + Bootstrap.DEFAULT_RESAMPLES
                + " resamples, widened for small samples, seed "
                + (result.seed().isPresent() ? result.seed().getAsLong() : 1)
                + "), each for itself, from " + Bootstrap.FEWEST_FOR_TWO_MEANS + " trials a side on.";
    }

    private static List<String> byInterval(ComparisonSettings settings, Factor factor) {
        String means = "the ratio of means, by Fieller's interval with Welch's degrees of freedom";
        String units = factor == Factor.VARIANT ? "rounds" : "blocks";
        String decides = switch (settings.rule()) {
            case UNPAIRED -> "Pairs are judged by " + means + ", without blocks.";
            case TYPICAL ->
                "Pairs are judged by the ratio that a typical trial shows (Hodges and Lehmann's on logarithms), within "
                        + units
                        + " where four in five of these hold a trial of each side, with the interval of the rank test.";
            case AT_EVERY_LOOK ->
                "Trials went on until they could tell, so pairs are judged by an interval that holds at every look: of the"
                        + " geometric mean of the ratios within "
                        + units
                        + " that hold a trial of each side, by a confidence sequence of the log-ratios (the mixture of the t"
                        + " statistic, Lai 1976), about 1.6 times as wide as Student's. Values that have no ratio are judged by"
                        + " their difference.";
            default ->
                "Pairs are judged as they were randomised: by the geometric mean of the ratios within " + units
                        + ", with Student's t interval of the log-ratios, where four in five of these hold a trial of each"
                        + " side; else by " + means + ". Values that have no ratio are judged by their difference.";
        };
        String family =
                settings.family() == ComparisonSettings.Family.ALL_PAIRS ? "all pairs" : "the pairs with the baseline";
        String over = settings.comparisons() == 1
                ? " of one table, not over tables or metrics"
                : " of each of the " + settings.comparisons() + " comparisons of the declared family";
        return List.of(
                decides,
                "The interval decides: a difference is shown where it leaves out equality. Intervals hold together at "
                        + DisplayUnit.brief(100 * (1 - settings.alpha())) + " % over " + family + over
                        + " (Bonferroni)."
                        + (settings.rule() == TestRule.TYPICAL
                                ? ""
                                : " They are widened where trials are seen to depend on one another."),
                "The typical trial's ratio is Hodges and Lehmann's on logarithms.");
    }

    private static String difference(ComparisonSettings settings) {
        String test = switch (settings.rule()) {
            case BY_NORMALITY ->
                "by Welch's t where Shapiro-Wilk can be computed for each group and rejects normality of none at 5 %, else by Mann-Whitney ("
                        + EXACT_RANKS + ")";
            case WELCH -> "by Welch's t, whatever the groups look like";
            case MANN_WHITNEY -> "by Mann-Whitney (" + EXACT_RANKS + "), whatever the groups look like";
            case AS_RANDOMISED, UNPAIRED, TYPICAL, AT_EVERY_LOOK -> "by the interval";
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
        if (settings.margin().isEmpty()) {
            return "No margin was stated, so sameness was not tested: \"cannot tell\" does not mean \"the same\".";
        }
        String margin = DisplayUnit.brief(100 * settings.margin().getAsDouble());
        return "Sameness is tested by two one-sided tests within a margin of " + margin
                + (settings.rule().isByInterval()
                        ? " %, adjusted likewise, and better or worse is by at least that margin; it has to be stated before"
                                + " the trials run."
                        : " % of the reference's mean, adjusted likewise; it has to be stated before the trials run.");
    }
}
