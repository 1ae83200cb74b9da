package io.krater.stats.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.krater.stats.Draws;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Moments;
import io.krater.stats.Obstacle;
import io.krater.stats.Sample;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.series.Autocorrelation;
import io.krater.stats.series.TheilSen;
import io.krater.stats.test.KruskalWallis;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.ShapiroWilk;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Samples on which rounding, size or sameness once gave a wrong answer. */
class NumericalEdgesTest {
    private static final Sample NOISE = Draws.normal(25, 5, 0, 1);

    private static Sample at(double offset) {
        // whole sixteenths, so that the offset takes no digits from the values themselves
        return Sample.of(Arrays.stream(NOISE.values())
                .map(v -> offset + Math.rint(v * 16) / 16)
                .toArray());
    }

    @Test
    void twoTrialsASideThatAreFarApartDifferByWelch() {
        PairComparison pair = Comparison.of("x", "", Direction.HIGHER_IS_BETTER)
                .group("slow", Sample.of(100, 100.1))
                .group("fast", Sample.of(150, 150.1))
                .rule(TestRule.WELCH)
                .compare()
                .pair("fast", "slow")
                .orElseThrow();

        assertThat(pair.verdict()).isEqualTo(Verdict.BETTER);
    }

    /** Exact: 2 / 61 and 2 / C(65, 5), counted by hand. */
    @Test
    void mannWhitneyIsExactWhereOneSideIsSmallHoweverLargeTheOther() {
        Sample sixty = Sample.of(IntStream.rangeClosed(1, 60).asDoubleStream().toArray());

        assertThat(MannWhitney.test(Sample.of(100), sixty).get().p()).isCloseTo(2.0 / 61, within(1e-15));
        assertThat(MannWhitney.test(Sample.of(100, 101, 102, 103, 104), sixty)
                        .get()
                        .p())
                .isCloseTo(2.0 / 8259888, within(1e-20));
        assertThat(MannWhitney.test(Draws.normal(60, 1, 0, 1), Draws.normal(60, 2, 0, 1))
                        .get()
                        .exact())
                .isFalse();
    }

    @Test
    void valuesThatLieExactlyAsNormalOnesShouldHaveAStatisticOfOne() {
        ShapiroWilk perfect = ShapiroWilk.test(
                        Sample.of(34.200713220067556, 76.10535919390695, 100, 123.89464080609305, 165.79928677993246))
                .get();

        assertThat(perfect.w()).isEqualTo(1);
        assertThat(perfect.p()).isEqualTo(1);
    }

    @Test
    void anOffsetChangesNeitherIntervalNorAutocorrelationNorSkewness() {
        Sample plain = at(0);
        Sample offset = at(0x1p40);
        Interval near = Bootstrap.seeded(3).mean(plain, 0.95).get();
        Interval far = Bootstrap.seeded(3).mean(offset, 0.95).get();

        assertThat(far.low() - 0x1p40).isCloseTo(near.low(), within(1e-3));
        assertThat(far.high() - 0x1p40).isCloseTo(near.high(), within(1e-3));
        assertThat(Autocorrelation.of(offset).get().r1())
                .isCloseTo(Autocorrelation.of(plain).get().r1(), within(1e-12));
        double[] huge = Arrays.stream(plain.values())
                .map(v -> Math.rint(v * 16) + 0x1p50)
                .toArray();
        double[] whole = Arrays.stream(huge).map(v -> v - 0x1p50).toArray();
        assertThat(Moments.of(huge).skewness(huge)).isCloseTo(Moments.of(whole).skewness(whole), within(1e-12));
        Interval ratio = Bootstrap.seeded(3)
                .ratio(offset, at(0x1p40 + 1), 0.95)
                .get()
                .interval()
                .get();
        assertThat((ratio.low() - 1) * 0x1p40).isBetween(-2.0, -1.0);
        assertThat((ratio.high() - 1) * 0x1p40).isBetween(-1.0, 0.0);
    }

    @Test
    void aLimitOnFewResamplesIsSaidToBe() {
        Bootstrap few = new Bootstrap(1, 1000);

        assertThat(few.mean(NOISE, 0.99).get().method()).isEqualTo(IntervalMethod.BCA_OF_FEW);
        assertThat(few.mean(NOISE, 0.90).get().method()).isEqualTo(IntervalMethod.BCA);
    }

    @Test
    void theMedianOfManySlopesIsThatOfASortedList() {
        double[] line = new double[101];
        for (int i = 0; i < line.length; i++) {
            line[i] = 0.25 * i + (i % 7 == 0 ? 40 : 0) + (i % 5 == 0 ? -17 : 0);
        }
        double[] slopes = IntStream.range(0, line.length)
                .boxed()
                .flatMapToDouble(j -> IntStream.range(0, j).mapToDouble(i -> (line[j] - line[i]) / (j - i)))
                .sorted()
                .toArray();
        double median = (slopes[slopes.length / 2 - 1] + slopes[slopes.length / 2]) / 2;

        assertThat(TheilSen.of(Sample.of(line)).get().slope()).isCloseTo(median, within(1e-15));
    }

    @Test
    void whereAllTrialsAreEqualThereIsNoOverallTest() {
        Sample fives = Sample.of(5, 5, 5);

        assertThat(KruskalWallis.test(List.of(fives, fives))
                        .missing()
                        .orElseThrow()
                        .obstacle())
                .isEqualTo(Obstacle.NO_SPREAD);
    }
}
