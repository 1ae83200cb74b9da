package io.krater.stats.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.stats.Computed;
import io.krater.stats.Draws;
import io.krater.stats.MedianInterval;
import io.krater.stats.Obstacle;
import io.krater.stats.Precision;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.series.Autocorrelation;
import io.krater.stats.series.Dip;
import io.krater.stats.series.MannKendall;
import io.krater.stats.series.SeriesCheck;
import io.krater.stats.series.TheilSen;
import io.krater.stats.test.CliffsDelta;
import io.krater.stats.test.CohensD;
import io.krater.stats.test.Friedman;
import io.krater.stats.test.KruskalWallis;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.PowerLine;
import io.krater.stats.test.ShapiroWilk;
import io.krater.stats.test.Tost;
import io.krater.stats.test.Welch;
import io.krater.stats.test.WilcoxonSignedRank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the trials are like, every procedure answers with a finite number or with a reason. */
class BadInputTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1, 1000);

    static final List<Sample> AWKWARD = List.of(
            Sample.of(),
            Sample.of(0),
            Sample.of(3),
            Sample.of(-3),
            Sample.of(0, 0),
            Sample.of(1, 2),
            Sample.of(-1, 1),
            Sample.of(4, 4, 4),
            Sample.of(1, 2, 3),
            Sample.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            Sample.of(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7),
            Sample.of(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8),
            Sample.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
            Sample.of(1, 1 + 1e-15, 1, 1 + 1e-15, 1, 1, 1, 1),
            Sample.of(Sample.LARGEST, -Sample.LARGEST, Sample.LARGEST, 1, 2, 3),
            Sample.of(Sample.SMALLEST, 2 * Sample.SMALLEST, 3 * Sample.SMALLEST, 0, Sample.SMALLEST, 0),
            Sample.of(Sample.SMALLEST, Sample.LARGEST, 1, 2, 3, 4, 5, 6, 7),
            Sample.of(1e9, 1e9 + 1, 1e9, 1e9 + 1, 1e9, 1e9 + 1, 1e9, 1e9 + 1),
            Draws.normal(25, 1, 100, 5),
            Draws.exponential(200, 2, 1));

    static Stream<Sample> samples() {
        return AWKWARD.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyProcedureOfOneSampleAnswersOrSaysWhyNot(Sample sample) {
        List<Function<Sample, Computed<?>>> procedures = List.of(
                s -> Summary.of(s).mean(),
                s -> Summary.of(s).sd(),
                s -> Summary.of(s).cv(),
                s -> Summary.of(s).median(),
                s -> Summary.of(s).interval(),
                s -> MedianInterval.of(s, 0.95),
                s -> BOOTSTRAP.mean(s, 0.95),
                ShapiroWilk::test,
                MannKendall::test,
                TheilSen::of,
                Autocorrelation::of,
                Dip::of,
                WilcoxonSignedRank::test,
                Precision::relativeHalfWidth);
        procedures.forEach(procedure -> assertSound(procedure.apply(sample)));
        SeriesCheck.of(sample).warnings().forEach(w -> assertThat(w.number()).isFinite());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyProcedureOfTwoSamplesAnswersOrSaysWhyNot(Sample a) {
        for (Sample b : AWKWARD) {
            assertSound(Welch.test(a, b));
            assertSound(MannWhitney.test(a, b));
            assertSound(CohensD.of(a, b));
            assertSound(CliffsDelta.of(a, b));
            assertSound(Tost.difference(a, b, 1));
            assertSound(Tost.ratio(a, b, 0.1));
            assertSound(BOOTSTRAP.difference(a, b, 0.95));
            assertSound(BOOTSTRAP.ratio(a, b, 0.95));
            assertSound(PowerLine.of(a, b, 0.05, 0.05));
            assertSound(KruskalWallis.test(List.of(a, b)));
            Sample inBlocks = a.inBlocks(Draws.blocks(a.size()));
            Sample alsoInBlocks = b.inBlocks(Draws.blocks(b.size()));
            assertSound(BlockedComparison.of(inBlocks, alsoInBlocks, 0.95));
            assertSound(Friedman.test(List.of(inBlocks, alsoInBlocks)));
        }
    }

    @Test
    void everyRuleComparesAllAwkwardGroupsAtOnce() {
        for (TestRule rule : TestRule.values()) {
            ComparisonBuilder builder = Comparison.of("m", "", Direction.NEITHER)
                    .rule(rule)
                    .margin(0.1)
                    .bootstrap(BOOTSTRAP);
            for (int i = 0; i < AWKWARD.size(); i++) {
                builder.group(
                        "g" + i,
                        AWKWARD.get(i).inBlocks(Draws.blocks(AWKWARD.get(i).size())));
            }
            Comparison comparison = builder.compare();
            comparison.pairs().get().forEach(BadInputTest::assertSoundText);
            assertSoundText(comparison.asText(80));
        }
    }

    @Test
    void noGroupAndOneGroupAreStatedAsSuch() {
        Comparison none = Comparison.of("m", "s", Direction.NEITHER).compare();
        Comparison one = Comparison.of("m", "s", Direction.NEITHER)
                .group("a", Sample.of(1, 2))
                .compare();

        assertThat(none.pairs())
                .hasToString("not computable because a comparison needs at least 2 groups, there are 0");
        assertThat(one.pairs()).hasToString("not computable because a comparison needs at least 2 groups, there is 1");
        assertThat(one.asText(80)).contains("Pairs are not computable because");
    }

    @Test
    void aThousandGroupsAreComparedWithTheBaselineButNotWithOneAnother() {
        ComparisonBuilder builder = Comparison.of("m", "s", Direction.NEITHER)
                .bootstrap(BOOTSTRAP)
                .baseline("g0")
                .allPairs();
        IntStream.range(0, 1000).forEach(i -> builder.group("g" + i, Draws.normal(5, i, 100, 1)));

        Comparison all = builder.compare();
        assertThat(all.pairs().missing().orElseThrow().obstacle()).isEqualTo(Obstacle.TOO_MANY_GROUPS);
        assertThat(all.pairs())
                .hasToString("not computable because 1000 groups make 499500 pairs, more than 1225;"
                        + " compare with a baseline only");
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            Comparison few = builder.baselineOnly().compare();
            assertThat(few.pairs().get()).hasSize(999);
            assertThat(few.overall().isComputed()).isTrue();
        });
    }

    private static void assertSound(Computed<?> computed) {
        if (computed instanceof Computed.NotComputable<?> missing) {
            assertThat(missing.because()).isNotBlank();
        }
        assertSoundText(computed.toString());
    }

    private static void assertSoundText(Object value) {
        List<String> broken = new ArrayList<>();
        for (String word : List.of("NaN", "Infinity")) {
            if (value.toString().contains(word)) {
                broken.add(word);
            }
        }
        assertThat(broken).as(value.toString()).isEmpty();
    }
}
