package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.Obstacle;
import io.krater.stats.Sample;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.bootstrap.MeanPair;
import io.krater.stats.bootstrap.ResampledPair;
import io.krater.stats.test.CliffsDelta;
import io.krater.stats.test.CohensD;
import io.krater.stats.test.Equivalence;
import io.krater.stats.test.HodgesLehmann;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.Pairing;
import io.krater.stats.test.PowerLine;
import io.krater.stats.test.TestResult;
import io.krater.stats.test.Tost;
import io.krater.stats.test.Welch;
import java.util.Optional;

/**
 * Everything about one pair that does not depend on what the other pairs of its family show: only their number does, in
 * the share of alpha that this one has.
 */
final class PairAnalysis {
    private final GroupSummary a;
    private final GroupSummary reference;
    private final ComparisonSettings settings;
    private final Bootstrap bootstrap;
    private final double alpha;

    PairAnalysis(
            GroupSummary a, GroupSummary reference, ComparisonSettings settings, Bootstrap bootstrap, double alpha) {
        this.a = a;
        this.reference = reference;
        this.settings = settings;
        this.bootstrap = bootstrap.forUse(a.name(), reference.name());
        this.alpha = alpha;
    }

    PairComparison compare(Optional<TestChoice> common, Optional<Judged> judged) {
        Sample x = a.sample();
        Sample y = reference.sample();
        double level = settings.level();
        Computed<BlockedComparison> blocked = BlockedComparison.of(x, y, level);
        TestChoice choice = judged.map(Judged::choice)
                .or(() -> common)
                .orElseGet(() -> TestSelection.withinBlocks(Pairing.of(x, y).map(Pairing::differences)));
        Computed<MeanPair> means = MeanPair.of(x, y);
        Computed<ResampledPair> resampled = means.map(bootstrap::resampled);
        Computed<Estimate> ratioOfMeans = means.flatMap(m -> resampled.flatMap(r -> m.ratio(r, level)));
        Computed<Effect> effect = judged.map(j -> j.contrast().flatMap(this::effect))
                .orElseGet(() -> Computed.not(Obstacle.NO_INTERVAL, "a test decides, and no interval"));
        int fewest = choice.test().fewest(alpha);
        return new PairComparison(
                a.name(),
                reference.name(),
                choice,
                judged.map(j -> j.contrast()
                                .map(c -> new TestResult(c.t(), c.p(), Math.min(1, c.p() * settings.alpha() / alpha))))
                        .orElseGet(() -> test(choice.test(), blocked)),
                new PairReach(
                        Math.min(1, choice.test().smallestP(x.size(), y.size()) * settings.alpha() / alpha),
                        fewest,
                        settings.alpha()),
                effect,
                effect.optional()
                        .filter(e -> e.estimand().isRatio())
                        .map(e -> Computed.of(e.estimate()))
                        .orElse(ratioOfMeans),
                typical(isWithinBlocks(choice.test())),
                ratioOfMeans,
                means.flatMap(m -> resampled.map(r -> m.difference(r, level))),
                CohensD.of(x, y),
                CliffsDelta.of(x, y),
                equivalence(judged),
                blocked,
                power(choice.test()).map(line -> line.atLeast(fewest)),
                Verdict.CANNOT_TELL);
    }

    private Computed<Effect> effect(Contrast contrast) {
        return contrast.interval(settings.level())
                .flatMap(alone -> contrast.interval(1 - alpha)
                        .map(together -> new Effect(
                                contrast.estimand(), contrast.value(), alone, together, contrast.dependent())));
    }

    private Computed<PowerLine> power(TestUsed test) {
        if (test == TestUsed.SEQUENCE) {
            return logRatios().flatMap(logs -> PowerLine.atEveryLook(logs, settings.target(), alpha));
        }
        return isWithinBlocks(test)
                ? logRatios().flatMap(logs -> PowerLine.withinBlocks(logs, settings.target(), alpha))
                : PowerLine.of(a.sample(), reference.sample(), settings.target(), alpha);
    }

    private boolean isWithinBlocks(TestUsed test) {
        return test == TestUsed.LOG_RATIO
                || test == TestUsed.SEQUENCE
                || (settings.rule() == TestRule.TYPICAL && test == TestUsed.WILCOXON);
    }

    private Computed<Sample> logRatios() {
        return Pairing.of(a.sample(), reference.sample()).flatMap(Pairing::logRatios);
    }

    private Computed<Estimate> typical(boolean withinBlocks) {
        Computed<Estimate> logarithm = withinBlocks
                ? logRatios().flatMap(logs -> HodgesLehmann.ofDifferences(logs, settings.level()))
                : a.sample()
                        .logarithms()
                        .flatMap(x -> reference
                                .sample()
                                .logarithms()
                                .flatMap(y -> HodgesLehmann.ofSamples(x, y, settings.level())));
        return logarithm.map(log -> new Estimate(
                Math.exp(log.value()),
                log.interval().map(i -> new Interval(Math.exp(i.low()), Math.exp(i.high()), i.level(), i.method()))));
    }

    private Computed<TestResult> test(TestUsed test, Computed<BlockedComparison> blocked) {
        Sample x = a.sample();
        Sample y = reference.sample();
        return switch (test) {
            case WELCH -> Welch.test(x, y, settings.level()).map(r -> new TestResult(r.t(), r.p(), r.p()));
            case MANN_WHITNEY -> MannWhitney.test(x, y).map(r -> new TestResult(r.u(), r.p(), r.p()));
            case RATIO, LOG_RATIO, SEQUENCE -> throw new IllegalStateException(test + " is judged by its interval");
            case PAIRED_T -> blocked.map(r -> new TestResult(r.t(), r.p(), r.p()));
            case WILCOXON -> blocked.flatMap(BlockedComparison::wilcoxon).map(r -> new TestResult(r.w(), r.p(), r.p()));
        };
    }

    private Computed<Equivalence> equivalence(Optional<Judged> judged) {
        if (settings.margin().isEmpty()) {
            return Computed.not(Obstacle.NO_MARGIN, "no margin was stated within which means count as the same");
        }
        double margin = settings.margin().getAsDouble();
        Computed<Tost> byMeans = Tost.ratio(a.sample(), reference.sample(), margin);
        Computed<Tost> tost = judged.flatMap(j -> j.contrast().optional())
                .filter(contrast -> contrast.estimand().isRatio())
                .map(contrast -> contrast.sameness(margin))
                .orElse(byMeans);
        return tost.map(t -> new Equivalence(margin, t, Math.min(1, t.p() * settings.alpha() / alpha)));
    }
}
