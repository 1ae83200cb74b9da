package io.krater.stats.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.krater.stats.Draws;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.MedianInterval;
import io.krater.stats.Moments;
import io.krater.stats.Proportion;
import io.krater.stats.Quantile;
import io.krater.stats.Reference;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.bootstrap.Bca;
import io.krater.stats.bootstrap.Jackknife;
import io.krater.stats.bootstrap.MeanPair;
import io.krater.stats.bootstrap.Widening;
import io.krater.stats.series.Autocorrelation;
import io.krater.stats.series.Dip;
import io.krater.stats.series.EffectiveSize;
import io.krater.stats.series.MannKendall;
import io.krater.stats.series.TheilSen;
import io.krater.stats.test.CliffsDelta;
import io.krater.stats.test.CohensD;
import io.krater.stats.test.Friedman;
import io.krater.stats.test.HodgesLehmann;
import io.krater.stats.test.HolmBonferroni;
import io.krater.stats.test.KruskalWallis;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.Power;
import io.krater.stats.test.ShapiroWilk;
import io.krater.stats.test.Tost;
import io.krater.stats.test.Welch;
import io.krater.stats.test.WilcoxonSignedRank;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every procedure against SciPy and its like, on random, tied, tiny, constant, extreme and skewed samples. */
class ReferenceTest {

    static Stream<Reference> summary() {
        return Reference.of("Summary");
    }

    @ParameterizedTest
    @MethodSource("summary")
    void summaryAgreesWithNumPyAndSciPy(Reference reference) {
        Sample x = reference.sample("x");
        Summary ours = Summary.of(x);
        reference.agrees("mean", ours.mean().get());
        reference.agrees("sd", ours.sd().get());
        reference.agrees("cv", ours.cv().get());
        reference.agrees("min", ours.min().get());
        reference.agrees("q1", ours.lowerQuartile().get());
        reference.agrees("median", ours.median().get());
        reference.agrees("q3", ours.upperQuartile().get());
        reference.agrees("max", ours.max().get());
        reference.agrees("p99", Quantile.of(x, 0.99).get());
        reference.agrees("p10", Quantile.of(x, 0.1).get());
        reference.agrees("low0.95", ours.interval().get().low());
        reference.agrees("high0.95", ours.interval().get().high());
        reference.agrees("low0.99", Summary.tInterval(x, 0.99).get().low());
        reference.agrees("high0.99", Summary.tInterval(x, 0.99).get().high());
    }

    static Stream<Reference> shapiroWilk() {
        return Reference.of("ShapiroWilk");
    }

    @ParameterizedTest
    @MethodSource("shapiroWilk")
    void shapiroWilkAgreesWithSciPy(Reference reference) {
        ShapiroWilk ours = ShapiroWilk.test(reference.sample("x")).get();
        reference.agrees("w", ours.w());
        reference.agrees("p", ours.p());
    }

    static Stream<Reference> dip() {
        return Reference.of("Dip");
    }

    @ParameterizedTest
    @MethodSource("dip")
    void dipAgreesWithDiptest(Reference reference) {
        reference.agrees("dip", Dip.of(reference.sample("x")).get().dip());
    }

    static Stream<Reference> autocorrelation() {
        return Reference.of("Autocorrelation");
    }

    @ParameterizedTest
    @MethodSource("autocorrelation")
    void autocorrelationAgreesWithStatsmodels(Reference reference) {
        reference.agrees("r1", Autocorrelation.of(reference.sample("x")).get().r1());
    }

    static Stream<Reference> mannKendall() {
        return Reference.of("MannKendall");
    }

    @ParameterizedTest
    @MethodSource("mannKendall")
    void mannKendallAgreesWithSciPyAndPyMannKendall(Reference reference) {
        MannKendall ours = MannKendall.test(reference.sample("x")).get();
        reference.agrees("s", (double) ours.s());
        reference.agrees("tau", ours.tau());
        reference.agrees("p", ours.p());
        reference.agrees("exact", ours.exact());
    }

    static Stream<Reference> theilSen() {
        return Reference.of("TheilSen");
    }

    @ParameterizedTest
    @MethodSource("theilSen")
    void theilSenAgreesWithSciPy(Reference reference) {
        reference.agrees("slope", TheilSen.of(reference.sample("x")).get().slope());
    }

    static Stream<Reference> medianInterval() {
        return Reference.of("MedianInterval");
    }

    @ParameterizedTest
    @MethodSource("medianInterval")
    void medianIntervalAgreesWithSciPy(Reference reference) {
        Interval ours = MedianInterval.of(reference.sample("x"), 0.95).get();
        reference.agrees("low", ours.low());
        reference.agrees("high", ours.high());
    }

    static Stream<Reference> wilcoxon() {
        return Reference.of("WilcoxonSignedRank");
    }

    @ParameterizedTest
    @MethodSource("wilcoxon")
    void wilcoxonSignedRankAgreesWithSciPy(Reference reference) {
        WilcoxonSignedRank ours = WilcoxonSignedRank.test(reference.sample("x")).get();
        reference.agrees("w", ours.w());
        reference.agrees("p", ours.p());
        reference.agrees("exact", ours.exact());
    }

    static Stream<Reference> welch() {
        return Reference.of("Welch");
    }

    @ParameterizedTest
    @MethodSource("welch")
    void welchAgreesWithSciPy(Reference reference) {
        Welch ours = Welch.test(reference.sample("a"), reference.sample("b")).get();
        reference.agrees("t", ours.t());
        reference.agrees("df", ours.df());
        reference.agrees("p", ours.p());
        reference.agrees("low", ours.difference().low());
        reference.agrees("high", ours.difference().high());
    }

    static Stream<Reference> mannWhitney() {
        return Reference.of("MannWhitney");
    }

    @ParameterizedTest
    @MethodSource("mannWhitney")
    void mannWhitneyAgreesWithSciPy(Reference reference) {
        MannWhitney ours =
                MannWhitney.test(reference.sample("a"), reference.sample("b")).get();
        reference.agrees("u", ours.u());
        reference.agrees("p", ours.p());
        reference.agrees("exact", ours.exact());
    }

    static Stream<Reference> cohensD() {
        return Reference.of("CohensD");
    }

    @ParameterizedTest
    @MethodSource("cohensD")
    void effectSizesAgreeWithTheirFormulas(Reference reference) {
        CohensD ours = CohensD.of(reference.sample("a"), reference.sample("b")).get();
        reference.agrees("d", ours.d());
        reference.agrees("g", ours.hedgesG());
    }

    static Stream<Reference> cliffsDelta() {
        return Reference.of("CliffsDelta");
    }

    @ParameterizedTest
    @MethodSource("cliffsDelta")
    void cliffsDeltaAgreesWithCountingAllPairs(Reference reference) {
        reference.agrees(
                "delta",
                CliffsDelta.of(reference.sample("a"), reference.sample("b"))
                        .get()
                        .delta());
    }

    static Stream<Reference> tostDifference() {
        return Reference.of("TostDifference");
    }

    @ParameterizedTest
    @MethodSource("tostDifference")
    void tostOfADifferenceAgreesWithStatsmodels(Reference reference) {
        agrees(
                reference,
                Tost.difference(reference.sample("a"), reference.sample("b"), reference.given("margin"))
                        .get());
    }

    static Stream<Reference> tostRatio() {
        return Reference.of("TostRatio");
    }

    @ParameterizedTest
    @MethodSource("tostRatio")
    void tostOfARatioAgreesWithSciPy(Reference reference) {
        agrees(
                reference,
                Tost.ratio(reference.sample("a"), reference.sample("b"), reference.given("margin"))
                        .get());
    }

    private static void agrees(Reference reference, Tost ours) {
        reference.agrees("p", ours.p());
        reference.agrees("pLow", ours.pLow());
        reference.agrees("pHigh", ours.pHigh());
    }

    static Stream<Reference> paired() {
        return Reference.of("Paired");
    }

    @ParameterizedTest
    @MethodSource("paired")
    void comparisonWithinBlocksAgreesWithSciPysPairedT(Reference reference) {
        Sample a = reference.sample("a");
        int[] blocks = java.util.stream.IntStream.range(0, a.size()).toArray();
        BlockedComparison ours = BlockedComparison.of(
                        a.inBlocks(blocks), reference.sample("b").inBlocks(blocks), 0.95)
                .get();
        reference.agrees("t", ours.t());
        reference.agrees("p", ours.p());
        reference.agrees("low", ours.difference().interval().get().low());
        reference.agrees("high", ours.difference().interval().get().high());
    }

    static Stream<Reference> kruskalWallis() {
        return Reference.of("KruskalWallis");
    }

    @ParameterizedTest
    @MethodSource("kruskalWallis")
    void kruskalWallisAgreesWithSciPy(Reference reference) {
        KruskalWallis ours = KruskalWallis.test(reference.samples()).get();
        reference.agrees("h", ours.h());
        reference.agrees("p", ours.p());
    }

    static Stream<Reference> friedman() {
        return Reference.of("Friedman");
    }

    @ParameterizedTest
    @MethodSource("friedman")
    void friedmanAgreesWithSciPy(Reference reference) {
        List<Sample> columns = reference.samples();
        double[][] rows = new double[columns.get(0).size()][columns.size()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = columns.get(j).get(i);
            }
        }
        Friedman ours = Friedman.test(rows).get();
        reference.agrees("chiSquared", ours.chiSquared());
        reference.agrees("p", ours.p());
    }

    static Stream<Reference> holm() {
        return Reference.of("HolmBonferroni");
    }

    @ParameterizedTest
    @MethodSource("holm")
    void holmBonferroniAgreesWithStatsmodels(Reference reference) {
        assertThat(HolmBonferroni.adjust(reference.givenAll("p")))
                .containsExactly(reference.expectedAll("adjusted"), within(1e-12));
    }

    static Stream<Reference> proportion() {
        return Reference.of("Proportion");
    }

    @ParameterizedTest
    @MethodSource("proportion")
    void clopperPearsonAgreesWithSciPy(Reference reference) {
        Interval ours = Proportion.of(
                        (int) reference.given("count"), (int) reference.given("n"), reference.given("level"))
                .interval()
                .get();
        reference.agrees("low", ours.low());
        reference.agrees("high", ours.high());
    }

    static Stream<Reference> power() {
        return Reference.of("Power");
    }

    @ParameterizedTest
    @MethodSource("power")
    void powerAgreesWithQuadratureAndStatsmodels(Reference reference) {
        reference.agrees(
                "power", Power.of((int) reference.given("n"), reference.given("effect"), reference.given("alpha")));
    }

    static Stream<Reference> trialsFor() {
        return Reference.of("TrialsFor");
    }

    @ParameterizedTest
    @MethodSource("trialsFor")
    void trialsNeededAgreeWithStatsmodels(Reference reference) {
        reference.agrees(
                "trials",
                Power.trialsFor(reference.given("effect"), reference.given("alpha"), reference.given("power"))
                        .get());
    }

    static Stream<Reference> detectable() {
        return Reference.of("Detectable");
    }

    @ParameterizedTest
    @MethodSource("detectable")
    void detectableDifferenceAgreesWithStatsmodels(Reference reference) {
        reference.agrees(
                "effect",
                Power.detectable((int) reference.given("n"), reference.given("alpha"), reference.given("power")));
    }

    static Stream<Reference> bca() {
        return Reference.of("Bca");
    }

    @ParameterizedTest
    @MethodSource("bca")
    void bcaLimitsAgreeWithSciPysOnItsOwnResamples(Reference reference) {
        List<Sample> samples = reference.samples();
        double[] first = samples.get(0).raw();
        double mean = Moments.of(first).mean();
        double estimate = mean;
        double acceleration = Bca.acceleration(Jackknife.means(first));
        if (samples.size() == 2) {
            MeanPair pair = MeanPair.of(samples.get(0), samples.get(1)).get();
            estimate = pair.meanA() / pair.meanB();
            acceleration = pair.ratioAcceleration();
        }
        double[] resamples = reference.givenAll("resamples");
        Bca.Shares shares = Bca.shares(resamples, estimate, acceleration, 1 - reference.given("level"))
                .orElseThrow();
        reference.agrees("low", Quantile.ofSorted(resamples, shares.low()));
        reference.agrees("high", Quantile.ofSorted(resamples, shares.high()));
    }

    static Stream<Reference> widened() {
        return Reference.of("Widened");
    }

    @ParameterizedTest
    @MethodSource("widened")
    void theWidenedShareAgreesWithItsFormula(Reference reference) {
        reference.agrees("alpha", Widening.ofMean((int) reference.given("n")).alpha(reference.given("alpha")));
    }

    static Stream<Reference> widenedTwo() {
        return Reference.of("WidenedTwo");
    }

    @ParameterizedTest
    @MethodSource("widenedTwo")
    void theWideningOfTwoMeansAgreesWithItsFormula(Reference reference) {
        Widening ours = Widening.ofTwoMeans(
                (int) reference.given("m"), reference.given("va"), (int) reference.given("n"), reference.given("vb"));
        reference.agrees("alpha", ours.alpha(0.05));
    }

    static Stream<Reference> ratioOfMeans() {
        return Reference.of("RatioOfMeans");
    }

    @ParameterizedTest
    @MethodSource("ratioOfMeans")
    void theRatioOfMeansAgreesWithSciPysWelchInverted(Reference reference) {
        Contrast ours = MeansContrast.of(independent(reference, "x"), independent(reference, "y"))
                .get();
        Interval interval = ours.interval(reference.given("level")).get();
        reference.agrees("p", ours.p());
        reference.agrees("low", interval.low());
        reference.agrees("high", interval.high());
    }

    /** Where a series looks dependent, its interval is meant to be wider than SciPy's: the cases are those that do not. */
    private static Sample independent(Reference reference, String key) {
        Sample sample = reference.sample(key);
        assertThat(EffectiveSize.of(sample).isReduced()).isFalse();
        return sample;
    }

    static Stream<Reference> ratioWithinBlocks() {
        return Reference.of("RatioWithinBlocks");
    }

    @ParameterizedTest
    @MethodSource("ratioWithinBlocks")
    void theRatioWithinBlocksAgreesWithSciPysPairedT(Reference reference) {
        Sample x = reference
                .sample("x")
                .inBlocks(Draws.blocks(reference.sample("x").size()));
        Sample y = reference.sample("y").inBlocks(Draws.blocks(x.size()));
        Contrast ours = Judged.of(TestRule.AS_RANDOMISED, x, y).contrast().get();
        assertThat(ours.dependent()).isEmpty();
        Interval interval = ours.interval(reference.given("level")).get();
        reference.agrees("p", ours.p());
        reference.agrees("low", interval.low());
        reference.agrees("high", interval.high());
    }

    static Stream<Reference> typicalOfPairs() {
        return Reference.of("TypicalOfPairs");
    }

    @ParameterizedTest
    @MethodSource("typicalOfPairs")
    void theTypicalPairAgreesWithSciPysWilcoxonInverted(Reference reference) {
        typical(
                reference,
                HodgesLehmann.ofDifferences(reference.sample("x"), 0.95).get());
    }

    static Stream<Reference> typicalOfSamples() {
        return Reference.of("TypicalOfSamples");
    }

    @ParameterizedTest
    @MethodSource("typicalOfSamples")
    void theTypicalTrialAgreesWithSciPysMannWhitneyInverted(Reference reference) {
        typical(
                reference,
                HodgesLehmann.ofSamples(reference.sample("x"), reference.sample("y"), 0.95)
                        .get());
    }

    private static void typical(Reference reference, Estimate ours) {
        reference.agrees("value", ours.value());
        reference.agrees("low", ours.interval().get().low());
        reference.agrees("high", ours.interval().get().high());
    }

    static Stream<Reference> powerWithinBlocks() {
        return Reference.of("PowerWithinBlocks");
    }

    @ParameterizedTest
    @MethodSource("powerWithinBlocks")
    void powerWithinBlocksAgreesWithStatsmodels(Reference reference) {
        reference.agrees(
                "power",
                Power.withinBlocks((int) reference.given("n"), reference.given("effect"), reference.given("alpha")));
    }
}
