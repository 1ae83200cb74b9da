package io.krater.stats.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.krater.stats.Draws;
import io.krater.stats.Obstacle;
import io.krater.stats.Sample;
import io.krater.stats.test.HolmBonferroni;
import io.krater.stats.test.MannWhitney;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Sample FAST = Draws.normal(25, 1, 200, 4);
    private static final Sample ALSO_FAST = Draws.normal(25, 2, 200, 4);
    private static final Sample SLOW = Draws.normal(25, 3, 150, 4);

    private static ComparisonBuilder throughput() {
        return Comparison.of("throughput", "MFLOPS", Direction.HIGHER_IS_BETTER).seed(7);
    }

    @Test
    void saysHowMuchSlowerAGroupIsThanTheBaseline() {
        Comparison comparison = throughput()
                .group("slow", SLOW)
                .group("fast", FAST)
                .group("also fast", ALSO_FAST)
                .baseline("fast")
                .margin(0.05)
                .compare();

        PairComparison slow = comparison.pair("slow", "fast").orElseThrow();
        assertThat(slow.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(slow.ratio().get().value()).isCloseTo(0.75, within(0.02));
        assertThat(slow.ratio().get().interval().get().high()).isLessThan(0.8);
        assertThat(slow.difference().get().value()).isCloseTo(-50, within(5.0));
        assertThat(slow.cliffsDelta().get().delta()).isEqualTo(-1);
        assertThat(slow.choice().test()).isEqualTo(TestUsed.RATIO);
        assertThat(slow.power().get().trials().get()).isLessThan(25);
        assertThat(comparison.pair("also fast", "fast").orElseThrow().verdict()).isEqualTo(Verdict.SAME);
        assertThat(comparison.overall().get().p()).isLessThan(1e-6);
    }

    @Test
    void theSameNumbersAreBetterWhereLowerIsBetter() {
        Comparison latency = Comparison.of("latency", "ms", Direction.LOWER_IS_BETTER)
                .group("a", SLOW)
                .group("b", FAST)
                .compare();

        assertThat(latency.pair("b", "a").orElseThrow().verdict()).isEqualTo(Verdict.WORSE);
        assertThat(latency.pair("a", "b")).isEmpty();
    }

    @Test
    void withoutAMarginEqualGroupsLeaveTheQuestionOpen() {
        Comparison comparison =
                throughput().group("a", FAST).group("b", ALSO_FAST).compare();

        PairComparison pair = comparison.pair("b", "a").orElseThrow();
        assertThat(pair.verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(pair.equivalence().missing().orElseThrow().obstacle()).isEqualTo(Obstacle.NO_MARGIN);
    }

    @Test
    void pValuesAreAdjustedOverAllPairsOfTheFamily() {
        Comparison all = throughput()
                .group("a", FAST)
                .group("b", ALSO_FAST)
                .group("c", SLOW)
                .baseline("a")
                .allPairs()
                .rule(TestRule.WELCH)
                .compare();
        List<PairComparison> pairs = all.pairs().get();

        assertThat(pairs).extracting(p -> p.name() + "/" + p.reference()).containsExactly("b/a", "c/a", "c/b");
        double[] p = pairs.stream().mapToDouble(c -> c.test().get().p()).toArray();
        double[] adjusted =
                pairs.stream().mapToDouble(c -> c.test().get().adjustedP()).toArray();
        assertThat(adjusted).containsExactly(HolmBonferroni.adjust(p));

        Comparison few = throughput()
                .group("a", FAST)
                .group("b", ALSO_FAST)
                .group("c", SLOW)
                .baseline("a")
                .compare();
        assertThat(few.pairs().get()).hasSize(2);
    }

    @Test
    void oneGroupThatIsNotNormalMakesTheWholeFamilyUseRanks() {
        Comparison comparison = throughput()
                .group("a", FAST)
                .group("b", ALSO_FAST)
                .group("skewed", Draws.exponential(25, 3, 10))
                .rule(TestRule.BY_NORMALITY)
                .compare();

        PairComparison normals = comparison.pair("b", "a").orElseThrow();
        assertThat(normals.choice().test()).isEqualTo(TestUsed.MANN_WHITNEY);
        assertThat(normals.choice().why()).contains("skewed").contains("p = ");
        assertThat(normals.test().get().p())
                .isEqualTo(MannWhitney.test(ALSO_FAST, FAST).get().p());
    }

    @Test
    void anEmptyGroupIsReportedAndChangesNothingElse() {
        Comparison with = throughput()
                .group("a", FAST)
                .group("b", SLOW)
                .group("failed", Sample.of())
                .compare();
        Comparison without = throughput().group("a", FAST).group("b", SLOW).compare();

        assertThat(with.pair("b", "a").orElseThrow().test())
                .isEqualTo(without.pair("b", "a").orElseThrow().test());
        assertThat(with.overall()).isEqualTo(without.overall());
        PairComparison failed = with.pair("failed", "a").orElseThrow();
        assertThat(failed.test().isComputed()).isFalse();
        assertThat(failed.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    void driftOfTheMachineCancelsWithinBlocks() {
        double[] first = FAST.values();
        double[] second = ALSO_FAST.values();
        for (int i = 0; i < first.length; i++) {
            first[i] += 10 * i;
            second[i] += 10 * i + 5;
        }
        ComparisonBuilder builder = throughput()
                .group("a", Sample.of(first).inBlocks(Draws.blocks(25)))
                .group("b", Sample.of(second).inBlocks(Draws.blocks(25)));

        PairComparison unblocked =
                builder.rule(TestRule.UNPAIRED).compare().pair("b", "a").orElseThrow();
        PairComparison asRandomised =
                builder.rule(TestRule.AS_RANDOMISED).compare().pair("b", "a").orElseThrow();
        PairComparison blocked =
                builder.rule(TestRule.WITHIN_BLOCKS).compare().pair("b", "a").orElseThrow();

        assertThat(unblocked.verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(unblocked.blocked().get().gain()).isGreaterThan(10);
        assertThat(asRandomised.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(asRandomised.choice())
                .isEqualTo(new TestChoice(TestUsed.LOG_RATIO, "each block holds a trial of each side"));
        assertThat(blocked.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(blocked.choice().test()).isEqualTo(TestUsed.PAIRED_T);
    }

    @Test
    void aBlockWithoutATrialOfOneSideIsLeftOutAndCounted() {
        Sample a = Sample.of(1, 2, 3, 5, 9).inBlocks(0, 1, 2, 3, 4);
        Sample b = Sample.of(2, 4, 5, 6).inBlocks(1, 2, 3, 7);

        BlockedComparison blocked = BlockedComparison.of(a, b, 0.95).get();
        assertThat(blocked.pairs()).isEqualTo(3);
        assertThat(blocked.leftOut()).isEqualTo(3);
        assertThat(blocked.difference().value()).isCloseTo((2 - 2 + 3 - 4 + 5 - 5) / 3.0, within(1e-12));
    }

    @Test
    void adoptsTheAskedForTest() {
        ComparisonBuilder builder = throughput().group("a", FAST).group("b", SLOW);

        assertThat(builder.rule(TestRule.MANN_WHITNEY)
                        .compare()
                        .pairs()
                        .get()
                        .get(0)
                        .choice())
                .isEqualTo(new TestChoice(TestUsed.MANN_WHITNEY, "it was asked for"));
        assertThat(builder.rule(TestRule.WELCH)
                        .compare()
                        .pairs()
                        .get()
                        .get(0)
                        .choice()
                        .test())
                .isEqualTo(TestUsed.WELCH);
    }

    @Test
    void theSameSeedGivesTheSameValueOnAnyThreadAndWithAnyOtherGroups() {
        ComparisonBuilder builder = throughput().group("a", FAST).group("b", SLOW);
        Comparison once = builder.compare();

        List<Comparison> inParallel = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> throughput().group("a", FAST).group("b", SLOW).compare())
                .toList();
        assertThat(inParallel).containsOnly(once);
        Comparison larger = builder.group("c", ALSO_FAST).compare();
        assertThat(larger.pair("b", "a").orElseThrow().ratio())
                .isEqualTo(once.pair("b", "a").orElseThrow().ratio());
    }

    @Test
    void refusesContradictions() {
        assertThatThrownBy(() -> throughput().group("a", FAST).group("a", SLOW))
                .hasMessage("there is a group \"a\" already");
        assertThatThrownBy(() -> throughput().group("a", FAST).baseline("b").compare())
                .hasMessage("the baseline \"b\" is none of the groups [a]");
        assertThatThrownBy(() -> throughput().margin(5)).hasMessage("margin must lie between 0 and 1, was 5.0");
        assertThatThrownBy(() -> throughput().target(0)).hasMessageContaining("target");
        assertThatThrownBy(() -> throughput().baselineOnly()).hasMessageContaining("needs a baseline");
    }
}
