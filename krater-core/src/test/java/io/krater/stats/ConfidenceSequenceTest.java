package io.krater.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConfidenceSequenceTest {
    private static final int ROUNDS = 400;

    private static Sample first(double[] values, int n) {
        return Sample.of(Arrays.copyOf(values, n));
    }

    /** By the Bayes factor itself, integrated over the prior at a limit of the interval. */
    @Test
    void atItsLimitsTheMixtureOfTheTStatisticIsOneByAlpha() {
        Sample sample = Draws.normal(12, 3, 10, 2);
        Interval interval = ConfidenceSequence.of(sample, 0.95).get();
        Moments moments = Moments.of(sample);
        double t = (moments.mean() - interval.low()) / Math.sqrt(moments.varianceOfMean());
        int n = 12;
        double nu = n - 1.0;
        double factor = Math.pow(1 + n, -0.5) * Math.pow((1 + t * t / nu) / (1 + t * t / (nu * (1 + n))), n / 2.0);

        assertThat(factor).isCloseTo(20, within(1e-6));
    }

    @Test
    void allLooksTogetherHoldTheMeanInAtLeastTheLevelsShare() {
        int missed = 0;
        int missedByT = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double[] values = Draws.normal(100, round, 5, 1).values();
            boolean out = false;
            boolean outByT = false;
            for (int n = 2; n <= values.length; n++) {
                Sample looked = first(values, n);
                out |= ConfidenceSequence.of(looked, 0.95)
                        .optional()
                        .filter(i -> !i.contains(5))
                        .isPresent();
                outByT |= !Summary.tInterval(looked, 0.95).get().contains(5);
            }
            missed += out ? 1 : 0;
            missedByT += outByT ? 1 : 0;
        }
        assertThat(missed).isLessThanOrEqualTo((int) (0.05 * ROUNDS + 3 * Math.sqrt(0.05 * 0.95 * ROUNDS)));
        assertThat(missedByT).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void criticalValueAndPAreOneStatement() {
        for (int n : new int[] {5, 12, 100}) {
            double t = ConfidenceSequence.critical(0.95, n).orElseThrow();
            assertThat(ConfidenceSequence.p(t, n)).isCloseTo(0.05, within(1e-9));
            assertThat(ConfidenceSequence.p(0, n)).isEqualTo(1);
        }
    }

    @Test
    void soFewTrialsBoundNothingWhateverTheyAre() {
        assertThat(ConfidenceSequence.critical(0.95, 4)).isEmpty();
        assertThat(ConfidenceSequence.smallestP(4)).isGreaterThan(0.05);
        assertThat(ConfidenceSequence.fewest(0.05)).isEqualTo(5);
        assertThat(ConfidenceSequence.fewest(0.05 / 15)).isEqualTo(7);
        assertThat(ConfidenceSequence.p(1e9, 5)).isCloseTo(ConfidenceSequence.smallestP(5), within(1e-12));
        assertThat(ConfidenceSequence.smallestP(1)).isEqualTo(1);
    }

    @Test
    void becomesNarrowAndIsWiderThanOneLook() {
        Sample hundred = Draws.normal(100, 1, 5, 1);
        double wide = ConfidenceSequence.of(hundred, 0.95).get().halfWidth();
        double t = Summary.tInterval(hundred, 0.95).get().halfWidth();

        assertThat(wide / t).isBetween(1.4, 1.8);
        assertThat(ConfidenceSequence.of(Sample.of(1, 2), 0.95).isComputed()).isFalse();
        assertThat(ConfidenceSequence.of(Sample.of(1), 0.95).isComputed()).isFalse();
        assertThat(ConfidenceSequence.of(Sample.of(1, 1, 1), 0.95).isComputed()).isFalse();
    }
}
