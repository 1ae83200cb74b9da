package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Obstacle;
import io.krater.stats.Sample;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.bootstrap.MeanPair;
import io.krater.stats.bootstrap.ResampledPair;
import io.krater.stats.test.CliffsDelta;
import io.krater.stats.test.CohensD;
import io.krater.stats.test.Equivalence;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.Pairing;
import io.krater.stats.test.PowerLine;
import io.krater.stats.test.TestResult;
import io.krater.stats.test.Tost;
import io.krater.stats.test.Welch;
import java.util.Optional;

/** Everything about one pair that does not depend on the other pairs of its family. */
final class PairAnalysis {
    private final GroupSummary a;
    private final GroupSummary reference;
    private final ComparisonSettings settings;
    private final Bootstrap bootstrap;
    private final int pairs;

    PairAnalysis(GroupSummary a, GroupSummary reference, ComparisonSettings settings, Bootstrap bootstrap, int pairs) {
        this.a = a;
        this.reference = reference;
        this.settings = settings;
        this.bootstrap = bootstrap.forUse(a.name(), reference.name());
        this.pairs = pairs;
    }

    PairComparison compare(Optional<TestChoice> common) {
        Sample x = a.sample();
        Sample y = reference.sample();
        Computed<BlockedComparison> blocked = BlockedComparison.of(x, y, settings.level());
        TestChoice choice = common.orElseGet(
                () -> TestSelection.withinBlocks(Pairing.of(x, y).map(Pairing::differences)));
        Computed<MeanPair> means = MeanPair.of(x, y);
        Computed<ResampledPair> resampled = means.map(bootstrap::resampled);
        double level = settings.level();
        return new PairComparison(
                a.name(),
                reference.name(),
                choice,
                test(choice.test(), blocked),
                CohensD.of(x, y),
                CliffsDelta.of(x, y),
                means.flatMap(m -> resampled.map(r -> m.difference(r, level))),
                means.flatMap(m -> resampled.flatMap(r -> m.ratio(r, level))),
                equivalence(),
                blocked,
                PowerLine.of(x, y, settings.target(), settings.alpha() / pairs),
                Verdict.CANNOT_TELL);
    }

    private Computed<TestResult> test(TestUsed test, Computed<BlockedComparison> blocked) {
        Sample x = a.sample();
        Sample y = reference.sample();
        return switch (test) {
            case WELCH -> Welch.test(x, y, settings.level()).map(r -> new TestResult(r.t(), r.p(), r.p()));
            case MANN_WHITNEY -> MannWhitney.test(x, y).map(r -> new TestResult(r.u(), r.p(), r.p()));
            case PAIRED_T -> blocked.map(r -> new TestResult(r.t(), r.p(), r.p()));
            case WILCOXON -> blocked.flatMap(BlockedComparison::wilcoxon).map(r -> new TestResult(r.w(), r.p(), r.p()));
        };
    }

    private Computed<Equivalence> equivalence() {
        if (settings.margin().isEmpty()) {
            return Computed.not(Obstacle.NO_MARGIN, "no margin was stated within which means count as the same");
        }
        double margin = settings.margin().getAsDouble();
        return Tost.ratio(a.sample(), reference.sample(), margin).map(t -> new Equivalence(margin, t, t.p()));
    }
}
