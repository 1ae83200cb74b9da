package io.krater.result.compare;

import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.result.model.ResultData;
import io.krater.result.model.SuiteDescription.Schedule;
import io.krater.stats.compare.Comparison;
import io.krater.stats.compare.ComparisonBuilder;
import io.krater.stats.compare.ComparisonSettings;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.compare.TestRule;
import io.krater.suite.VerdictRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One metric of a result compared along a factor, slice by slice: what differs, by how much, how surely. Immutable and
 * thread-safe; what is compared is computed at the first question and kept.
 *
 * <p>Environments are compared in each variant, all pairs of them, the first one being the denominator of its pairs, until
 * told otherwise; a baseline that is named, here or by the suite, makes a family of its own pairs only. Intervals and p values are adjusted within a
 * slice, and over slices and metrics where a family is declared. The metric by whose verdicts a suite stopped
 * ({@code untilVerdict}) is compared as the suite did it: with the baseline or the first environment, by {@link TestRule#AT_EVERY_LOOK}. Where all pairs would be more than
 * {@value ComparisonSettings#MOST_PAIRS}, only those with the baseline are compared. Random draws come from the seed of the
 * suite.
 */
public final class MetricComparison {
    private final ResultData result;
    private final Metric metric;
    private final Settings settings;
    private final Slices slices;
    private volatile @Nullable List<SliceComparison> compared;

    private record Settings(
            Factor factor,
            Optional<String> baseline,
            boolean allPairs,
            OptionalDouble margin,
            TestRule rule,
            int metrics,
            double target) {}

    private MetricComparison(ResultData result, Metric metric, Settings settings) {
        this.result = result;
        this.metric = metric;
        this.settings = settings;
        this.slices = new Slices(result, metric, settings.factor());
    }

    public static MetricComparison of(ResultData result, Metric metric) {
        MetricComparison fixed =
                along(result, metric, Factor.ENVIRONMENT, OptionalDouble.empty(), TestRule.AS_RANDOMISED, 0, 0.05);
        return result.suite()
                .schedule()
                .flatMap(Schedule::stopRule)
                .filter(VerdictRule.class::isInstance)
                .filter(rule -> rule.metric().equals(metric.name()))
                .map(rule -> fixed.asStopped((VerdictRule) rule))
                .orElse(fixed);
    }

    /** As the suite judged its trials when it decided to stop. */
    private MetricComparison asStopped(VerdictRule rule) {
        return with(settings.baseline(), false, rule.margin(), TestRule.AT_EVERY_LOOK, 0, settings.target());
    }

    private static MetricComparison along(
            ResultData result,
            Metric metric,
            Factor factor,
            OptionalDouble margin,
            TestRule rule,
            int metrics,
            double target) {
        Optional<String> marked =
                factor == Factor.VARIANT ? Optional.empty() : result.suite().baseline();
        Optional<String> first = marked.or(() -> new Slices(result, metric, factor)
                .groups().stream().filter(name -> !name.isEmpty()).findFirst());
        return new MetricComparison(
                result, metric, new Settings(factor, first, marked.isEmpty(), margin, rule, metrics, target));
    }

    /**
     * The same comparison along another factor, all pairs of it, against its first value.
     *
     * @param factor what is set against one another
     */
    public MetricComparison along(Factor factor) {
        return along(result, metric, factor, settings.margin(), settings.rule(), settings.metrics(), settings.target());
    }

    /**
     * The same comparison with this environment, or variant where variants are compared, as the baseline: ratios are to it,
     * and only pairs with it are compared, until {@link #allPairs} is called.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public MetricComparison baseline(String name) {
        if (!slices.groups().contains(name)) {
            throw new IllegalArgumentException("the baseline must be one of the "
                    + settings.factor().many() + " " + slices.groups() + ", was \"" + name + "\"");
        }
        return with(
                Optional.of(name), false, settings.margin(), settings.rule(), settings.metrics(), settings.target());
    }

    /** The same comparison of the pairs with the baseline only: fewer, so that each is adjusted for less. */
    public MetricComparison baselineOnly() {
        return with(
                settings.baseline(), false, settings.margin(), settings.rule(), settings.metrics(), settings.target());
    }

    /** The same comparison of all pairs. */
    public MetricComparison allPairs() {
        return with(
                settings.baseline(), true, settings.margin(), settings.rule(), settings.metrics(), settings.target());
    }

    /**
     * The same comparison with a margin: better or worse is then by at least the margin, the same is within it. State it
     * before the trials run.
     *
     * @param relative a fraction between 0 and 1 exclusive, such as 0.05
     * @throws IllegalArgumentException if it is out of range
     */
    public MetricComparison margin(double relative) {
        if (!(relative > 0 && relative < 1)) {
            throw new IllegalArgumentException("margin must lie between 0 and 1, was " + relative);
        }
        return with(
                settings.baseline(),
                settings.allPairs(),
                OptionalDouble.of(relative),
                settings.rule(),
                settings.metrics(),
                settings.target());
    }

    /** The same comparison judged in another way; as randomised until told otherwise. */
    public MetricComparison rule(TestRule rule) {
        return with(
                settings.baseline(),
                settings.allPairs(),
                settings.margin(),
                rule,
                settings.metrics(),
                settings.target());
    }

    /**
     * The same comparison as one of a declared family: intervals and p values are adjusted over all its slices, and over so
     * many metrics that are compared alike. By default a slice is a family of its own.
     *
     * @param metrics how many metrics the family has, this one among them
     * @throws IllegalArgumentException if it is below 1
     */
    public MetricComparison familyOf(int metrics) {
        if (metrics < 1) {
            throw new IllegalArgumentException("a family has at least 1 metric, was " + metrics);
        }
        return with(
                settings.baseline(),
                settings.allPairs(),
                settings.margin(),
                settings.rule(),
                metrics,
                settings.target());
    }

    /**
     * The same comparison with its trials planned for another relative difference; 0.05 until told otherwise.
     *
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public MetricComparison target(double relativeDifference) {
        if (!(relativeDifference > 0 && relativeDifference < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("target must be above 0 and finite, was " + relativeDifference);
        }
        return with(
                settings.baseline(),
                settings.allPairs(),
                settings.margin(),
                settings.rule(),
                settings.metrics(),
                relativeDifference);
    }

    /**
     * How many trials would show a difference, by what these trials say of the scatter: for a suite to come, of which this
     * was the pilot.
     *
     * @param effect the relative difference to be shown, above 0 and finite, such as 0.03
     * @throws IllegalArgumentException if it is out of range
     */
    public PilotPlan plan(double effect) {
        return PilotPlan.of(this, effect);
    }

    private MetricComparison with(
            Optional<String> baseline,
            boolean allPairs,
            OptionalDouble margin,
            TestRule rule,
            int metrics,
            double target) {
        return new MetricComparison(
                result, metric, new Settings(settings.factor(), baseline, allPairs, margin, rule, metrics, target));
    }

    /** What is compared. */
    public Metric metric() {
        return metric;
    }

    /** Along what. */
    public Factor factor() {
        return settings.factor();
    }

    /** The group that others are set against; empty where the result has none. */
    public Optional<String> baseline() {
        return settings.baseline();
    }

    /** A comparison for each slice, in the suite's order. */
    public List<SliceComparison> slices() {
        List<SliceComparison> known = compared;
        if (known == null) {
            // without a lock: who asks meanwhile computes the same, and no thread waits for one that waits for it
            known = slices.names().parallelStream()
                    .map(name -> new SliceComparison(name, compare(name)))
                    .toList();
            compared = known;
        }
        return known;
    }

    /** The comparison of a slice, such as a variant; empty where there is none of this name. */
    public Optional<Comparison> slice(String name) {
        return slices().stream()
                .filter(compared -> compared.name().equals(name))
                .map(SliceComparison::comparison)
                .findFirst();
    }

    /** A group against another in a slice; empty where this pair was not compared this way round. */
    public Optional<PairComparison> pair(String slice, String group, String reference) {
        return slice(slice).flatMap(comparison -> comparison.pair(group, reference));
    }

    /** The comparison as text, lines as wide as given where names allow it. */
    public String asText(int width) {
        return slices().stream()
                .map(each -> each.name() + ": " + each.comparison().asText(width))
                .collect(Collectors.joining("\n"));
    }

    /** The text for 80 columns. */
    @Override
    public String toString() {
        return asText(80);
    }

    private Comparison compare(String slice) {
        ComparisonBuilder builder = builder(metric)
                .rule(settings.rule())
                .target(settings.target())
                .seed(result.seed().orElse(1));
        slices.samples(slice).forEach(builder::group);
        settings.baseline().ifPresent(builder::baseline);
        settings.margin().ifPresent(builder::margin);
        if (settings.metrics() > 0) {
            builder.oneOf(settings.metrics() * slices.names().size());
        }
        long groups = slices.groups().size();
        boolean tooMany = groups * (groups - 1) / 2 > ComparisonSettings.MOST_PAIRS;
        if (settings.allPairs() && !(tooMany && settings.baseline().isPresent())) {
            builder.allPairs();
        }
        return builder.compare();
    }

    static ComparisonBuilder builder(Metric metric) {
        return Comparison.of(metric.name(), metric.unit(), direction(metric.direction()));
    }

    private static io.krater.stats.compare.Direction direction(Direction direction) {
        return switch (direction) {
            case HIGHER_IS_BETTER -> io.krater.stats.compare.Direction.HIGHER_IS_BETTER;
            case LOWER_IS_BETTER -> io.krater.stats.compare.Direction.LOWER_IS_BETTER;
            case NEUTRAL -> io.krater.stats.compare.Direction.NEITHER;
        };
    }
}
