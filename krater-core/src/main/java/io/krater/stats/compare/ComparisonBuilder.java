package io.krater.stats.compare;

import io.krater.stats.Sample;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.test.Friedman;
import io.krater.stats.test.KruskalWallis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Collects groups and settings of a {@link Comparison}. Not thread-safe. */
public final class ComparisonBuilder {
    private final String metric;
    private final String unit;
    private final Direction direction;
    private final Map<String, Sample> groups = new LinkedHashMap<>();
    private ComparisonSettings settings = ComparisonSettings.seeded(1);

    ComparisonBuilder(String metric, String unit, Direction direction) {
        this.metric = metric;
        this.unit = unit;
        this.direction = direction;
    }

    /**
     * Adds a group.
     *
     * @throws IllegalArgumentException when there is a group of this name already
     */
    public ComparisonBuilder group(String name, Sample sample) {
        Objects.requireNonNull(name, "name of group must not be null");
        Objects.requireNonNull(sample, "sample of group must not be null");
        if (groups.putIfAbsent(name, sample) != null) {
            throw new IllegalArgumentException("there is a group \"" + name + "\" already");
        }
        return this;
    }

    /** Names the group that others are set against: only these pairs are compared, until {@link #allPairs} is called. */
    public ComparisonBuilder baseline(String name) {
        Objects.requireNonNull(name, "baseline must not be null");
        return settings(Optional.of(name), ComparisonSettings.Family.BASELINE_ONLY, settings.rule(), settings.margin());
    }

    /** Compares every group with every other; those with the baseline first, where one was named before. */
    public ComparisonBuilder allPairs() {
        return settings(settings.baseline(), ComparisonSettings.Family.ALL_PAIRS, settings.rule(), settings.margin());
    }

    /**
     * Compares with the baseline only, which has to be named first.
     *
     * @throws IllegalArgumentException if no baseline was named
     */
    public ComparisonBuilder baselineOnly() {
        return settings(
                settings.baseline(), ComparisonSettings.Family.BASELINE_ONLY, settings.rule(), settings.margin());
    }

    /** Sets by what pairs are judged; by default {@link TestRule#AS_RANDOMISED}. */
    public ComparisonBuilder rule(TestRule rule) {
        Objects.requireNonNull(rule, "rule must not be null");
        return settings(settings.baseline(), settings.family(), rule, settings.margin());
    }

    /**
     * Tests sameness within a relative margin, between 0 and 1 exclusive, for example 0.05.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public ComparisonBuilder margin(double margin) {
        return settings(settings.baseline(), settings.family(), settings.rule(), OptionalDouble.of(margin));
    }

    /**
     * Sets the chance of any false alarm in the family; by default 0.05.
     *
     * @throws IllegalArgumentException if it does not lie between 0 and 1
     */
    public ComparisonBuilder alpha(double alpha) {
        return numbers(alpha, settings.level(), settings.target(), settings.bootstrap());
    }

    /**
     * Sets the confidence level of intervals; by default 0.95.
     *
     * @throws IllegalArgumentException if it does not lie between 0 and 1
     */
    public ComparisonBuilder level(double level) {
        return numbers(settings.alpha(), level, settings.target(), settings.bootstrap());
    }

    /**
     * Sets the relative difference of which the power line speaks; by default 0.05.
     *
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public ComparisonBuilder target(double relativeDifference) {
        return numbers(settings.alpha(), settings.level(), relativeDifference, settings.bootstrap());
    }

    /** Sets the seed of every random draw; by default 1. */
    public ComparisonBuilder seed(long seed) {
        return bootstrap(new Bootstrap(seed, settings.bootstrap().resamples()));
    }

    /** Sets seed and number of resamples. */
    public ComparisonBuilder bootstrap(Bootstrap bootstrap) {
        Objects.requireNonNull(bootstrap, "bootstrap must not be null");
        return numbers(settings.alpha(), settings.level(), settings.target(), bootstrap);
    }

    /**
     * Declares that this comparison is one of so many, over variants and metrics, among which any false alarm has the
     * chance alpha; by default 1.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ComparisonBuilder oneOf(int comparisons) {
        settings = new ComparisonSettings(
                settings.baseline(),
                settings.family(),
                settings.rule(),
                settings.alpha(),
                settings.level(),
                settings.margin(),
                settings.target(),
                settings.bootstrap(),
                comparisons);
        return this;
    }

    private ComparisonBuilder settings(
            Optional<String> baseline, ComparisonSettings.Family family, TestRule rule, OptionalDouble margin) {
        settings = new ComparisonSettings(
                baseline,
                family,
                rule,
                settings.alpha(),
                settings.level(),
                margin,
                settings.target(),
                settings.bootstrap(),
                settings.comparisons());
        return this;
    }

    private ComparisonBuilder numbers(double alpha, double level, double target, Bootstrap bootstrap) {
        settings = new ComparisonSettings(
                settings.baseline(),
                settings.family(),
                settings.rule(),
                alpha,
                level,
                settings.margin(),
                target,
                bootstrap,
                settings.comparisons());
        return this;
    }

    /**
     * Compares the groups.
     *
     * @throws IllegalArgumentException when the baseline is none of the groups
     */
    public Comparison compare() {
        settings.baseline().filter(name -> !groups.containsKey(name)).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "the baseline \"" + name + "\" is none of the groups " + groups.keySet());
        });
        Bootstrap bootstrap = settings.bootstrap().forUse(metric);
        List<GroupSummary> summaries = groups.entrySet().stream()
                .map(g -> GroupSummary.of(g.getKey(), g.getValue(), settings.level(), bootstrap))
                .toList();
        List<Sample> samples =
                groups.values().stream().filter(s -> s.size() > 0).toList();
        return new Comparison(
                metric,
                unit,
                direction,
                settings,
                summaries,
                KruskalWallis.test(samples),
                Friedman.test(samples),
                new Family(summaries, direction, settings, bootstrap).compare());
    }
}
