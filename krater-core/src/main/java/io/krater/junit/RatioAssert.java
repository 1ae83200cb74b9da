package io.krater.junit;

import io.krater.junit.Claim.Answer;
import io.krater.junit.Claim.Judgement;
import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.result.compare.MetricComparison;
import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.compare.PairComparison;
import java.util.List;
import java.util.function.Function;

/** Assertions on the ratio of one environment's mean to another's, by its bootstrap interval. */
public final class RatioAssert {
    private final Footing footing;
    private final Metric metric;
    private final String environment;
    private final String baseline;
    private final List<String> variants;
    private final SuiteResult result;
    private final MetricComparison comparison;

    RatioAssert(Footing footing, String environment, String baseline, List<String> variants) {
        this.footing = footing;
        this.result = footing.result();
        this.metric = footing.metric();
        this.environment = environment;
        this.baseline = baseline;
        this.variants = variants;
        this.comparison = result.compare(metric).baseline(baseline);
        if (environment.equals(baseline)) {
            throw new IllegalArgumentException("an environment is compared to another, was \"" + baseline + "\" twice");
        }
    }

    /** The ratio is at least this much: 0.30 for "at least 30 % of the baseline's". */
    public RatioAssert isAtLeast(double bound) {
        return require(claim -> claim.atLeast(bound));
    }

    /** The ratio is at most this much: 1.10 for "at most 10 % more than the baseline's". */
    public RatioAssert isAtMost(double bound) {
        return require(claim -> claim.atMost(bound));
    }

    /**
     * The ratio lies within 1 - margin to 1 + margin.
     *
     * @param margin between 0 and 1 exclusive
     * @throws IllegalArgumentException if it is out of range
     */
    public RatioAssert isTheSameWithin(double margin) {
        if (!(margin > 0 && margin < 1)) {
            throw new IllegalArgumentException("margin must lie between 0 and 1, was " + margin);
        }
        return require(claim -> {
            Judgement low = claim.atLeast(1 - margin);
            Judgement high = claim.atMost(1 + margin);
            if (low.answer() == Answer.REFUTED || high.answer() == Answer.SHOWN) {
                return low;
            }
            return high;
        });
    }

    private RatioAssert require(Function<Claim, Judgement> judge) {
        Verdicts.require(variants.stream()
                .map(variant -> footing.lacks(environment, variant)
                        .or(() -> footing.lacks(baseline, variant))
                        .orElseGet(() -> judge.apply(claim(variant))))
                .toList());
        return this;
    }

    private Claim claim(String variant) {
        Computed<Estimate> ratio = comparison
                .pair(variant, environment, baseline)
                .map(PairComparison::ratio)
                .orElseThrow(() -> new IllegalStateException("no pair of " + environment + " and " + baseline));
        int n = Math.min(
                result.sample(metric, environment, variant).size(),
                result.sample(metric, baseline, variant).size());
        return new Claim(
                "ratio of " + metric.name() + " of " + environment + " to " + baseline + " in " + variant,
                ratio.map(Estimate::value),
                ratio.flatMap(Estimate::interval),
                n,
                "");
    }
}
