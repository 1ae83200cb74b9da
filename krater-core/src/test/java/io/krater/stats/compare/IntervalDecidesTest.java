package io.krater.stats.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.krater.stats.Draws;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Sample;
import io.krater.stats.series.EffectiveSize;
import io.krater.stats.test.Pairing;
import io.krater.stats.test.Welch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The default rule: one quantity whose interval decides, as the trials were randomised. */
class IntervalDecidesTest {
    private static final Sample BASE = Draws.normal(25, 1, 100, 5);
    private static final Sample OTHER = Draws.normal(25, 2, 104, 5);

    private static ComparisonBuilder compare() {
        return Comparison.of("throughput", "MFLOPS", Direction.HIGHER_IS_BETTER);
    }

    private static PairComparison pair(Sample a, Sample b) {
        return compare().group("b", b).group("a", a).compare().pair("a", "b").orElseThrow();
    }

    private static Sample blocks(double... values) {
        return Sample.of(values).inBlocks(Draws.blocks(values.length));
    }

    @Test
    void verdictAndIntervalNeverContradict() {
        for (int n : List.of(3, 5, 10, 25)) {
            for (int seed = 0; seed < 60; seed++) {
                Sample a = Draws.normal(n, 2L * seed, 100 + seed / 6.0, 5);
                Sample b = Draws.normal(n, 2L * seed + 1, 100, 5);
                for (boolean inBlocks : new boolean[] {true, false}) {
                    PairComparison p =
                            inBlocks ? pair(a.inBlocks(Draws.blocks(n)), b.inBlocks(Draws.blocks(n))) : pair(a, b);
                    Interval decisive = p.decisive().get();
                    assertThat(p.verdict())
                            .isEqualTo(
                                    decisive.low() > 1
                                            ? Verdict.BETTER
                                            : decisive.high() < 1 ? Verdict.WORSE : Verdict.CANNOT_TELL);
                    assertThat(p.test().get().adjustedP() < 0.05).isEqualTo(!decisive.contains(1));
                }
            }
        }
    }

    @Test
    void unpairedTheTestOfARatioOfOneIsWelchs() {
        PairComparison p = pair(OTHER, BASE);

        assertThat(p.effect().get().estimand()).isEqualTo(Estimand.RATIO_OF_MEANS);
        assertThat(p.effect().get().interval().method()).isEqualTo(IntervalMethod.FIELLER);
        Welch welch = Welch.test(OTHER, BASE).get();
        assertThat(p.test().get().statistic()).isCloseTo(welch.t(), within(1e-12));
        assertThat(p.test().get().p()).isCloseTo(welch.p(), within(1e-12));
    }

    @Test
    void fewerThanFourInFiveCompleteBlocksAreNotComparedWithinBlocks() {
        Sample a = Sample.of(1, 2, 3, 4, 5, 6, 7, 9).inBlocks(0, 1, 2, 3, 4, 5, 6, 7);
        Sample most = Sample.of(2, 3, 5, 7, 6, 8, 9).inBlocks(0, 1, 2, 3, 4, 5, 6);
        Sample few = Sample.of(2, 3, 5, 7, 6).inBlocks(0, 1, 2, 3, 4);

        assertThat(pair(a, most).choice())
                .isEqualTo(new TestChoice(TestUsed.LOG_RATIO, "7 of 8 blocks hold a trial of each side"));
        assertThat(pair(a, few).choice())
                .isEqualTo(new TestChoice(TestUsed.RATIO, "only 5 of 8 blocks hold a trial of each side"));
    }

    @Test
    void valuesWithoutARatioAreComparedByTheirDifference() {
        PairComparison inBlocks = pair(blocks(0, 1, 2, 0, 3, 5), blocks(10, 12, 11, 13, 14, 15));
        PairComparison unpaired = pair(Sample.of(-5, -4, -6, -5.5), Sample.of(1, 2, 3, 2.5));

        assertThat(inBlocks.effect().get().estimand()).isEqualTo(Estimand.DIFFERENCE_WITHIN_BLOCKS);
        assertThat(inBlocks.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(unpaired.effect().get().estimand()).isEqualTo(Estimand.DIFFERENCE_OF_MEANS);
        assertThat(unpaired.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(Wording.notes(inBlocks)).anyMatch(note -> note.startsWith("judged by the mean difference"));
        assertThat(Wording.notes(pair(OTHER, BASE))).noneMatch(note -> note.startsWith("judged by"));
    }

    @Test
    void aRatioToAMeanThatIsNotToldFromZeroHasNoInterval() {
        PairComparison p = pair(Sample.of(1, 2, 3), Sample.of(0, 0, 5));

        assertThat(p.effect().missing().orElseThrow().because()).contains("not told from 0");
        assertThat(p.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    }

    /** With a margin: better by at least it, the same within it, or open. */
    @Test
    void aMarginMakesThreeAnswers() {
        Sample precise = Draws.normal(25, 1, 100, 0.5);
        assertThat(withMargin(Draws.normal(25, 2, 120, 0.5), precise).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(withMargin(Draws.normal(25, 2, 101, 0.5), precise).verdict()).isEqualTo(Verdict.SAME);
        PairComparison open = withMargin(Draws.normal(25, 2, 105, 0.5), precise);
        assertThat(open.verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(open.isOpenByMargin()).isTrue();
        assertThat(Wording.notes(open)).anyMatch(note -> note.startsWith("a difference is shown, but neither"));
        assertThat(Wording.notes(pair(OTHER, BASE))).noneMatch(note -> note.startsWith("a difference is shown"));
    }

    private static PairComparison withMargin(Sample a, Sample b) {
        return compare()
                .group("b", b)
                .group("a", a)
                .margin(0.05)
                .compare()
                .pair("a", "b")
                .orElseThrow();
    }

    @Test
    void intervalsOfAFamilyHoldTogether() {
        Comparison three = compare()
                .group("a", BASE)
                .group("b", OTHER)
                .group("c", Draws.normal(25, 3, 99, 5))
                .compare();
        Comparison baseline = compare()
                .group("a", BASE)
                .group("b", OTHER)
                .group("c", Draws.normal(25, 3, 99, 5))
                .baseline("a")
                .compare();
        Comparison declared =
                compare().group("a", BASE).group("b", OTHER).oneOf(4).compare();

        assertThat(level(three)).isCloseTo(1 - 0.05 / 3, within(1e-12));
        assertThat(level(baseline)).isCloseTo(1 - 0.05 / 2, within(1e-12));
        assertThat(level(declared)).isCloseTo(1 - 0.05 / 4, within(1e-12));
        assertThat(three.asText(500))
                .contains("joint 95 % interval")
                .contains("hold together at 95 % over 3 pairs (Bonferroni: each at 98.3 %)");
        assertThat(declared.asText(500)).contains("one of 4 comparisons of the declared family");
        Comparison two = compare().group("a", BASE).group("b", OTHER).compare();
        assertThat(two.asText(500))
                .contains("there is one pair")
                .doesNotContain("joint")
                .doesNotContain("declared");
    }

    private static double level(Comparison comparison) {
        return comparison.pairs().get().get(0).effect().get().simultaneous().level();
    }

    @Test
    void trialsThatDependOnOneAnotherCountAsFewer() {
        Sample calm = Draws.normal(25, 11, 100, 5);
        double[] wandering = calm.values();
        for (int i = 0; i < wandering.length; i++) {
            wandering[i] = 0.2 * wandering[i] + 80 + 4 * Math.sin(i / 3.0);
        }
        PairComparison dependent = pair(Sample.of(wandering), calm);
        assertThat(dependent.effect().get().dependent()).hasSize(1);
        assertThat(dependent.effect().get().dependent().get(0).effective()).isLessThan(15);
        assertThat(Wording.notes(dependent)).anyMatch(note -> note.contains("depend on one another"));
        PairComparison independent = pair(BASE, calm);
        assertThat(independent.effect().get().dependent()).isEmpty();
        assertThat(Wording.notes(independent)).noneMatch(note -> note.contains("depend on one another"));
    }

    @Test
    void aFewTrialsFarOffMoveTheMeanAndNotTheTypicalTrial() {
        double[] slow = Draws.normal(25, 7, 100, 1).values();
        slow[3] = 40;
        slow[11] = 45;
        slow[20] = 42;
        PairComparison p = pair(blocks(slow), blocks(Draws.normal(25, 8, 100, 1).values()));

        assertThat(p.ratio().get().value()).isLessThan(0.95);
        assertThat(p.typical().get().value()).isCloseTo(1, within(0.01));
        assertThat(p.isTypicalElsewhere()).isTrue();
        assertThat(Wording.notes(p)).anyMatch(note -> note.contains("a typical trial shows another ratio"));
        assertThat(pair(OTHER, BASE).isTypicalElsewhere()).isFalse();
        assertThat(Wording.notes(pair(OTHER, BASE))).noneMatch(note -> note.contains("typical"));
    }

    @Test
    void aRankTestOfFewTrialsIsSaidToReachNothing() {
        ComparisonBuilder ranks = compare().rule(TestRule.MANN_WHITNEY);
        IntStream.range(0, 6).forEach(i -> ranks.group("g" + i, Draws.normal(5, i, 100 * (i + 1), 1)));
        PairComparison five = ranks.compare().pairs().get().get(0);
        PairComparison enough = pairByRanks(25);

        assertThat(five.reach().isReachable()).isFalse();
        assertThat(five.reach().smallestP()).isCloseTo(15 * 2 / 252.0, within(1e-9));
        assertThat(five.reach().fewestTrials()).isEqualTo(6);
        assertThat(five.power().get().trials().get()).isGreaterThanOrEqualTo(6);
        assertThat(Wording.notes(five)).anyMatch(note -> note.contains("whatever they are"));
        assertThat(enough.reach().isReachable()).isTrue();
        assertThat(Wording.notes(enough)).noneMatch(note -> note.contains("whatever they are"));
    }

    private static PairComparison pairByRanks(int n) {
        return compare()
                .rule(TestRule.MANN_WHITNEY)
                .group("b", Draws.normal(n, 1, 100, 5))
                .group("a", Draws.normal(n, 2, 100, 5))
                .compare()
                .pair("a", "b")
                .orElseThrow();
    }

    @Test
    void trialsForADifferenceAreARangeAndAbsentAfterFewTrials() {
        PairComparison inBlocks = pair(OTHER.inBlocks(Draws.blocks(25)), BASE.inBlocks(Draws.blocks(25)));
        PairComparison few = pair(Draws.normal(4, 1, 100, 5), Draws.normal(4, 2, 100, 5));

        assertThat(inBlocks.power().get().range().get().low())
                .isLessThan(inBlocks.power().get().trials().get());
        assertThat(inBlocks.power().get().range().get().high())
                .isGreaterThan(inBlocks.power().get().trials().get());
        assertThat(few.power().isComputed()).isFalse();
    }

    /** Twelve trials hide a correlation that six environments of twelve trials show. */
    @Test
    void aFamilyShowsTogetherThatTrialsDependOnOneAnother() {
        ComparisonBuilder dependent = compare();
        ComparisonBuilder independent = compare();
        for (int g = 0; g < 6; g++) {
            double[] noise = Draws.normal(12, 40 + g, 0, 1).values();
            double[] wandering = new double[12];
            double state = noise[0];
            for (int i = 0; i < 12; i++) {
                state = 0.7 * state + 0.7 * noise[i];
                wandering[i] = 100 + 3 * state;
            }
            dependent.group("g" + g, blocks(wandering));
            independent.group("g" + g, blocks(Draws.normal(12, 80 + g, 100, 3).values()));
        }
        List<PairComparison> together = dependent.compare().pairs().get();
        long alone = together.stream()
                .filter(p -> EffectiveSize.of(Pairing.of(
                                        dependentSample(dependent, p.name()), dependentSample(dependent, p.reference()))
                                .flatMap(Pairing::logRatios)
                                .get())
                        .isReduced())
                .count();

        assertThat(alone).isLessThan(15);
        assertThat(together).allMatch(p -> !p.effect().get().dependent().isEmpty());
        assertThat(independent.compare().pairs().get())
                .anyMatch(p -> p.effect().get().dependent().isEmpty());
    }

    private static Sample dependentSample(ComparisonBuilder builder, String group) {
        return builder.compare().group(group).orElseThrow().sample();
    }
}
