package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Sample;
import io.krater.stats.test.ShapiroWilk;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which test is used, and what decided it. */
final class TestSelection {
    /** Below this p of Shapiro-Wilk a sample does not count as normal. */
    static final double NORMALITY_ALPHA = 0.05;

    private TestSelection() {}

    /** The test of the whole family, or empty where each pair's differences decide. */
    static Optional<TestChoice> common(TestRule rule, List<GroupSummary> groups) {
        return switch (rule) {
            case WELCH -> Optional.of(new TestChoice(TestUsed.WELCH, "it was asked for"));
            case MANN_WHITNEY -> Optional.of(new TestChoice(TestUsed.MANN_WHITNEY, "it was asked for"));
            case BY_NORMALITY -> Optional.of(byNormality(groups));
            case WITHIN_BLOCKS, AS_RANDOMISED, UNPAIRED, TYPICAL, AT_EVERY_LOOK -> Optional.empty();
        };
    }

    /** A group without trials has no say: its pairs are not computable by any test. */
    private static TestChoice byNormality(List<GroupSummary> groups) {
        List<GroupSummary> withTrials =
                groups.stream().filter(g -> g.sample().size() > 0).toList();
        for (GroupSummary group : withTrials) {
            if (group.normality() instanceof Computed.NotComputable<ShapiroWilk> unknown) {
                return new TestChoice(
                        TestUsed.MANN_WHITNEY,
                        "the normality of " + group.name() + " is not known: " + unknown.because());
            }
        }
        return withTrials.stream()
                .min(Comparator.comparingDouble(TestSelection::p))
                .map(TestSelection::byLeast)
                .orElseGet(() -> new TestChoice(TestUsed.WELCH, "no group has trials that could look otherwise"));
    }

    private static TestChoice byLeast(GroupSummary least) {
        double p = p(least);
        return p < NORMALITY_ALPHA
                ? new TestChoice(
                        TestUsed.MANN_WHITNEY,
                        "Shapiro-Wilk rejects normality of " + least.name() + format(" (p = %.2g)", p))
                : new TestChoice(
                        TestUsed.WELCH,
                        "Shapiro-Wilk rejects normality of no group" + format(" (smallest p = %.2g)", p));
    }

    private static double p(GroupSummary group) {
        return group.normality().get().p();
    }

    /** The test of one pair within blocks. */
    static TestChoice withinBlocks(Computed<Sample> differences) {
        Computed<ShapiroWilk> normality = differences.flatMap(ShapiroWilk::test);
        if (normality instanceof Computed.Value<ShapiroWilk> known) {
            double p = known.value().p();
            return p < NORMALITY_ALPHA
                    ? new TestChoice(
                            TestUsed.WILCOXON,
                            "Shapiro-Wilk rejects normality of the differences" + format(" (p = %.2g)", p))
                    : new TestChoice(
                            TestUsed.PAIRED_T,
                            "Shapiro-Wilk does not reject normality of the differences" + format(" (p = %.2g)", p));
        }
        return new TestChoice(
                TestUsed.WILCOXON,
                "the normality of the differences is not known: "
                        + normality.missing().orElseThrow().because());
    }

    private static String format(String pattern, double p) {
        return String.format(Locale.ROOT, pattern, p);
    }
}
