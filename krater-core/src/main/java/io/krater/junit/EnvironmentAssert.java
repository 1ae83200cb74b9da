package io.krater.junit;

import io.krater.junit.Claim.Judgement;
import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.result.compare.Factor;
import io.krater.result.compare.SavedComparison;
import io.krater.stats.Estimate;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.compare.PairComparison;
import java.util.List;
import java.util.function.Function;

/** Assertions on a metric of an environment: each has to hold in every variant, or in the one that was chosen. */
public final class EnvironmentAssert {
    private final Footing footing;
    private final SuiteResult result;
    private final Metric metric;
    private final String environment;
    private final List<String> variants;

    EnvironmentAssert(Footing footing, String environment) {
        this(footing, environment, GroupAssert.variants(footing));
    }

    private EnvironmentAssert(Footing footing, String environment, List<String> variants) {
        this.footing = footing;
        this.result = footing.result();
        this.metric = footing.metric();
        this.environment = environment;
        this.variants = variants;
        GroupAssert.require("environment", environment, GroupAssert.environments(footing));
    }

    /**
     * The same in one variant only.
     *
     * @throws IllegalArgumentException if the suite has no such variant
     */
    public EnvironmentAssert in(String variant) {
        GroupAssert.require("variant", variant, variants);
        return new EnvironmentAssert(footing, environment, List.of(variant));
    }

    /**
     * Assertions on the ratio of this environment's mean to another's.
     *
     * @throws IllegalArgumentException if the suite has no such environment, or it is this one
     */
    public RatioAssert comparedTo(String baseline) {
        GroupAssert.require("environment", baseline, GroupAssert.environments(footing));
        return new RatioAssert(footing, Factor.ENVIRONMENT, environment, baseline, variants);
    }

    /**
     * The same over all variants together, for metrics that do not depend on the variant, such as a cold start: all trials of
     * the environment count, and those of one block, and so of one variant, make pairs.
     */
    public GroupAssert overAllVariants() {
        return GroupAssert.overVariants(footing, environment);
    }

    /** The mean is at least this much, by Student's 95 % interval. */
    public EnvironmentAssert hasMeanAtLeast(double bound) {
        Verdicts.require(claims(claim -> claim.atLeast(bound)));
        return this;
    }

    /** The mean is at most this much, by Student's 95 % interval. */
    public EnvironmentAssert hasMeanAtMost(double bound) {
        Verdicts.require(claims(claim -> claim.atMost(bound)));
        return this;
    }

    private List<Judgement> claims(Function<Claim, Judgement> judge) {
        return variants.stream()
                .map(variant -> footing.lacks(environment, variant).orElseGet(() -> {
                    Sample sample = result.sample(metric, environment, variant);
                    Summary summary = Summary.of(sample);
                    String unit = metric.unit().isEmpty() ? "" : " " + metric.unit();
                    return judge.apply(
                            new Claim(name(variant), summary.mean(), summary.interval(), sample.size(), unit));
                }))
                .toList();
    }

    /** The same as {@link #isNoWorseThan}, for metrics of speed. */
    public EnvironmentAssert isNoSlowerThan(SuiteResult saved, double margin) {
        return isNoWorseThan(saved, margin);
    }

    /**
     * The mean is not worse than that of a saved run by more than a margin, by the bootstrap interval of the ratio.
     *
     * @param margin between 0 and 1 exclusive, such as 0.05
     * @throws IllegalArgumentException if the metric is neither better high nor low, or the margin is out of range
     */
    public EnvironmentAssert isNoWorseThan(SuiteResult saved, double margin) {
        MetricAssert.requireDirection(metric);
        SavedComparison compared = result.compareWith(saved, metric, margin);
        Verdicts.require(variants.stream()
                .map(variant -> footing.lacks(environment, variant)
                        .or(() -> compared.cell(environment, variant).map(cell -> judge(cell, compared, margin)))
                        .orElseGet(() -> unfounded(
                                variant, "has no such cell; measure it there, too, or choose a variant with in(...)")))
                .toList());
        return this;
    }

    private Judgement unfounded(String variant, String savedRun) {
        return new Judgement(Claim.Answer.UNFOUNDED, name(variant) + ": the saved run " + savedRun);
    }

    private Judgement judge(SavedComparison.CellComparison cell, SavedComparison compared, double margin) {
        PairComparison pair = cell.pair();
        int n = Math.min(size(cell, SavedComparison.HERE), size(cell, SavedComparison.SAVED));
        if (size(cell, SavedComparison.SAVED) == 0) {
            return unfounded(cell.variant(), "has no completed trial with this metric there");
        }
        Claim claim = new Claim(
                name(cell.variant()) + " against the saved run",
                pair.ratio().map(Estimate::value),
                pair.ratio().flatMap(Estimate::interval),
                n,
                "");
        Judgement judged =
                metric.direction() == Direction.HIGHER_IS_BETTER ? claim.atLeast(1 - margin) : claim.atMost(1 + margin);
        String cautions = compared.cautions().isEmpty()
                ? ""
                : "; the runs differ otherwise, too: " + String.join("; ", compared.cautions());
        return new Judgement(judged.answer(), judged.text() + cautions);
    }

    private static int size(SavedComparison.CellComparison cell, String group) {
        return cell.comparison().group(group).orElseThrow().sample().size();
    }

    private String name(String variant) {
        return metric.name() + " of " + environment + " in " + variant;
    }
}
