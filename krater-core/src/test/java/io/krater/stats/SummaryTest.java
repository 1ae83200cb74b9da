package io.krater.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void describesTrialsByMeanSpreadAndTInterval() {
        Summary summary = Summary.of(Sample.of(2, 4, 4, 4, 5, 5, 7, 9));

        assertThat(summary.n()).isEqualTo(8);
        assertThat(summary.mean().get()).isEqualTo(5);
        assertThat(summary.sd().get()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
        assertThat(summary.median().get()).isEqualTo(4.5);
        assertThat(summary.lowerQuartile().get()).isEqualTo(4);
        assertThat(summary.upperQuartile().get()).isEqualTo(5.5);
        // t(7, 0.975) = 2.364624251592785 (SciPy)
        double half = 2.364624251592785 * Math.sqrt(32.0 / 7 / 8);
        assertThat(summary.interval().get().low()).isCloseTo(5 - half, within(1e-9));
        assertThat(summary.interval().get().high()).isCloseTo(5 + half, within(1e-9));
    }

    @Test
    void saysWhyAnEmptySampleHasNoMean() {
        Summary summary = Summary.of(Sample.of());

        assertThat(summary.mean()).hasToString("not computable because a mean needs at least 1 trial, there are 0");
        assertThat(summary.median().isComputed()).isFalse();
        assertThat(summary.interval().isComputed()).isFalse();
    }

    @Test
    void oneTrialHasAMeanButNoSpread() {
        Summary summary = Summary.of(Sample.of(3));

        assertThat(summary.mean().get()).isEqualTo(3);
        assertThat(summary.sd())
                .isEqualTo(Computed.not(
                        Obstacle.TOO_FEW_VALUES, "a standard deviation needs at least 2 trials, there is 1"));
        assertThat(summary.interval().missing().orElseThrow().obstacle()).isEqualTo(Obstacle.TOO_FEW_VALUES);
    }

    @Test
    void equalTrialsClaimNoIntervalOfWidthZero() {
        Summary summary = Summary.of(Sample.of(0.1, 0.1, 0.1));

        assertThat(summary.mean().get()).isEqualTo(0.1);
        assertThat(summary.sd().get()).isZero();
        assertThat(summary.interval().missing().orElseThrow().obstacle()).isEqualTo(Obstacle.NO_SPREAD);
    }

    @Test
    void aLargeOffsetCostsNoDigitsOfTheSpread() {
        Summary summary = Summary.of(Sample.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16));

        assertThat(summary.sd().get()).isCloseTo(Math.sqrt(30), within(1e-9));
    }

    @Test
    void aMeanOfZeroHasNoCoefficientOfVariation() {
        assertThat(Summary.of(Sample.of(-1, 1)).cv().missing().orElseThrow().obstacle())
                .isEqualTo(Obstacle.ZERO_MEAN);
    }

    @Test
    void refusesNotANumberNamingItsIndex() {
        assertThatThrownBy(() -> Sample.of(1, Double.NaN, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value 1 was NaN");
        assertThatThrownBy(() -> Sample.of(Double.NEGATIVE_INFINITY)).hasMessageContaining("value 0 was -Infinity");
        assertThatThrownBy(() -> Sample.of(1, 1e76)).hasMessageContaining("value 1 was 1.0E76");
    }

    @Test
    void refusesALevelOutsideZeroToOne() {
        assertThatThrownBy(() -> Summary.of(Sample.of(1, 2), 95)).hasMessageContaining("was 95.0");
    }
}
