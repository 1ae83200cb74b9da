package io.krater.result.compare;

import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.result.model.ResultData;
import io.krater.result.model.SuiteDescription;
import io.krater.stats.compare.Comparison;
import io.krater.stats.compare.ComparisonBuilder;
import io.krater.stats.compare.ComparisonSettings;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.compare.TestRule;
import io.krater.suite.Variant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One metric of a result compared between environments, variant by variant: what differs, by how much, how surely.
 * Immutable and thread-safe; what is compared is computed at the first question and kept.
 *
 * <p>The first environment of the suite is the baseline until told otherwise. All pairs are compared, and their p values
 * adjusted together within a variant; where all pairs would be more than {@value ComparisonSettings#MOST_PAIRS}, only those with
 * the baseline. Random draws come from the seed of the suite.
 */
public final class MetricComparison {
    private final ResultData result;
    private final Metric metric;
    private final Optional<String> baseline;
    private final OptionalDouble margin;
    private final TestRule rule;
    private volatile @Nullable List<VariantComparison> compared;

    MetricComparison(
            ResultData result, Metric metric, Optional<String> baseline, OptionalDouble margin, TestRule rule) {
        this.result = result;
        this.metric = metric;
        this.baseline = baseline;
        this.margin = margin;
        this.rule = rule;
    }

    public static MetricComparison of(ResultData result, Metric metric) {
        Optional<String> first =
                environments(result).stream().filter(name -> !name.isEmpty()).findFirst();
        return new MetricComparison(result, metric, first, OptionalDouble.empty(), TestRule.BY_NORMALITY);
    }

    /**
     * The same comparison with this environment as the baseline: ratios are to its mean.
     *
     * @throws IllegalArgumentException if the suite has no such environment
     */
    public MetricComparison baseline(String environment) {
        if (!environments(result).contains(environment)) {
            throw new IllegalArgumentException("the baseline must be one of the environments " + environments(result)
                    + ", was \"" + environment + "\"");
        }
        return new MetricComparison(result, metric, Optional.of(environment), margin, rule);
    }

    /**
     * The same comparison with a margin: environments whose means are shown to differ by less count as the same. State it
     * before the trials run.
     *
     * @param relative a fraction between 0 and 1 exclusive, such as 0.05
     * @throws IllegalArgumentException if it is out of range
     */
    public MetricComparison margin(double relative) {
        if (!(relative > 0 && relative < 1)) {
            throw new IllegalArgumentException("margin must lie between 0 and 1, was " + relative);
        }
        return new MetricComparison(result, metric, baseline, OptionalDouble.of(relative), rule);
    }

    /** The same comparison by another test; Welch's or Mann-Whitney's by normality until told otherwise. */
    public MetricComparison rule(TestRule rule) {
        return new MetricComparison(result, metric, baseline, margin, rule);
    }

    /** What is compared. */
    public Metric metric() {
        return metric;
    }

    /** The environment that others are set against; empty where the result has none. */
    public Optional<String> baseline() {
        return baseline;
    }

    /** A comparison for each variant, in the suite's order. */
    public List<VariantComparison> variants() {
        List<VariantComparison> known = compared;
        if (known == null) {
            // without a lock: who asks meanwhile computes the same, and no thread waits for one that waits for it
            known = result.suite().workload().variants().parallelStream()
                    .map(variant -> new VariantComparison(variant, compare(variant)))
                    .toList();
            compared = known;
        }
        return known;
    }

    /** The comparison of a variant; empty where the suite has no such variant. */
    public Optional<Comparison> variant(String label) {
        return variants().stream()
                .filter(compared -> compared.variant().label().equals(label))
                .map(VariantComparison::comparison)
                .findFirst();
    }

    /** An environment against another in a variant; empty where this pair was not compared this way round. */
    public Optional<PairComparison> pair(String variant, String environment, String reference) {
        return variant(variant).flatMap(comparison -> comparison.pair(environment, reference));
    }

    /** The comparison as text, lines as wide as given where names allow it. */
    public String asText(int width) {
        return variants().stream()
                .map(each -> each.variant().label() + ": " + each.comparison().asText(width))
                .collect(Collectors.joining("\n"));
    }

    /** The text for 80 columns. */
    @Override
    public String toString() {
        return asText(80);
    }

    private Comparison compare(Variant variant) {
        List<String> environments = environments(result);
        ComparisonBuilder builder =
                builder(metric).rule(rule).seed(result.seed().orElse(1));
        for (String environment : environments) {
            builder.group(environment, result.sample(metric, environment, variant.label()));
        }
        baseline.ifPresent(builder::baseline);
        margin.ifPresent(builder::margin);
        long pairs = (long) environments.size() * (environments.size() - 1) / 2;
        if (pairs > ComparisonSettings.MOST_PAIRS && baseline.isPresent()) {
            builder.baselineOnly();
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

    private static List<String> environments(ResultData result) {
        return result.suite().environments().stream()
                .map(SuiteDescription.DescribedEnvironment::name)
                .toList();
    }
}
