package io.krater.junit;

import io.krater.junit.Claim.Answer;
import io.krater.junit.Claim.Judgement;
import io.krater.metric.Metric;
import io.krater.result.compare.Factor;
import io.krater.result.compare.MetricComparison;
import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.compare.PairComparison;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Assertions on the ratio of one group's mean to another's, by its bootstrap interval: of environments, or of variants. */
public final class RatioAssert {
    private final Footing footing;
    private final Metric metric;
    private final Factor factor;
    private final String group;
    private final String baseline;
    private final List<String> slices;
    private final MetricComparison comparison;

    RatioAssert(Footing footing, Factor factor, String group, String baseline, List<String> slices) {
        this.footing = footing;
        this.metric = footing.metric();
        this.factor = factor;
        this.group = group;
        this.baseline = baseline;
        this.slices = slices;
        this.comparison = footing.result().compare(metric).along(factor).baseline(baseline);
        if (group.equals(baseline)) {
            throw new IllegalArgumentException((factor == Factor.VARIANT ? "a variant" : "an environment")
                    + " is compared to another, was \"" + baseline + "\" twice");
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
        Verdicts.require(slices.stream()
                .map(slice ->
                        lacks(slice, group).or(() -> lacks(slice, baseline)).orElseGet(() -> judge.apply(claim(slice))))
                .toList());
        return this;
    }

    private Optional<Judgement> lacks(String slice, String name) {
        return cells(slice, name).stream()
                .flatMap(cell -> footing.lacks(cell.environment(), cell.variant()).stream())
                .findFirst();
    }

    /**
     * Where the trials of a group are.
     *
     * @param environment an environment
     * @param variant a variant
     */
    private record Place(String environment, String variant) {}

    private List<Place> cells(String slice, String name) {
        return switch (factor) {
            case ENVIRONMENT -> List.of(new Place(name, slice));
            case VARIANT -> List.of(new Place(slice, name));
            case ENVIRONMENT_OVER_VARIANTS ->
                GroupAssert.variants(footing).stream()
                        .map(variant -> new Place(name, variant))
                        .toList();
        };
    }

    private int size(String slice, String name) {
        return cells(slice, name).stream()
                .mapToInt(cell -> footing.result()
                        .sample(metric, cell.environment(), cell.variant())
                        .size())
                .sum();
    }

    private Claim claim(String slice) {
        Computed<Estimate> ratio = comparison
                .pair(slice, group, baseline)
                .map(PairComparison::ratio)
                .orElseThrow(() -> new IllegalStateException("no pair of " + group + " and " + baseline));
        return new Claim(
                "ratio of " + metric.name() + " of " + group + " to " + baseline
                        + (factor == Factor.ENVIRONMENT_OVER_VARIANTS ? " over " : " in ") + slice,
                ratio.map(Estimate::value),
                ratio.flatMap(Estimate::interval),
                Math.min(size(slice, group), size(slice, baseline)),
                "");
    }
}
