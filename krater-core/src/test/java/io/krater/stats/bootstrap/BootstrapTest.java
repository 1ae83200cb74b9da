package io.krater.stats.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.krater.stats.Computed;
import io.krater.stats.Draws;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Obstacle;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Bootstrap BOOTSTRAP = Bootstrap.seeded(42);
    private static final Sample A = Draws.normal(25, 1, 110, 5);
    private static final Sample B = Draws.normal(25, 2, 100, 5);

    @Test
    void theSameSeedGivesTheSameInterval() {
        assertThat(BOOTSTRAP.ratio(A, B, 0.95)).isEqualTo(Bootstrap.seeded(42).ratio(A, B, 0.95));
        assertThat(BOOTSTRAP.ratio(A, B, 0.95))
                .isNotEqualTo(Bootstrap.seeded(43).ratio(A, B, 0.95));
    }

    @Test
    void intervalsOfANormalMeanAreNearStudents() {
        Interval bootstrap = BOOTSTRAP.mean(A, 0.95).get();
        Interval student = Summary.tInterval(A, 0.95).get();

        assertThat(bootstrap.low()).isCloseTo(student.low(), within(0.15 * student.halfWidth()));
        assertThat(bootstrap.high()).isCloseTo(student.high(), within(0.15 * student.halfWidth()));
        assertThat(bootstrap.method()).isEqualTo(IntervalMethod.BCA);
    }

    @Test
    void differenceAndRatioHoldTheirEstimates() {
        Estimate difference = BOOTSTRAP.difference(A, B, 0.95).get();
        Estimate ratio = BOOTSTRAP.ratio(A, B, 0.95).get();

        assertThat(difference.value()).isCloseTo(10, within(4.0));
        assertThat(difference.interval().get().contains(difference.value())).isTrue();
        assertThat(ratio.value()).isCloseTo(1.1, within(0.04));
        assertThat(ratio.interval().get().contains(ratio.value())).isTrue();
    }

    @Test
    void aRatioNeedsABaselineAboveZero() {
        Sample zeros = Sample.of(0, 0, 0, 0, 0);

        assertThat(obstacle(BOOTSTRAP.ratio(A, zeros, 0.95))).isEqualTo(Obstacle.ZERO_MEAN);
        assertThat(obstacle(BOOTSTRAP.ratio(A, Sample.of(-1, 2, 3, 4, 5), 0.95)))
                .isEqualTo(Obstacle.NEGATIVE_VALUES);
        assertThat(BOOTSTRAP.ratio(zeros, A, 0.95).get().value()).isZero();
    }

    @Test
    void aBaselineThatIsMostlyZeroGivesARatioWithoutAnInterval() {
        Estimate ratio = BOOTSTRAP.ratio(A, Sample.of(0, 0, 0, 0, 7), 0.95).get();

        assertThat(obstacle(ratio.interval())).isEqualTo(Obstacle.ZERO_MEAN);
    }

    @Test
    void tooFewOrEqualTrialsHaveNoInterval() {
        assertThat(obstacle(BOOTSTRAP.mean(Sample.of(1, 2, 3), 0.95))).isEqualTo(Obstacle.TOO_FEW_VALUES);
        assertThat(obstacle(BOOTSTRAP.mean(Sample.of(new double[25]), 0.95))).isEqualTo(Obstacle.NO_SPREAD);
        assertThat(obstacle(BOOTSTRAP.ratio(Sample.of(), B, 0.95))).isEqualTo(Obstacle.TOO_FEW_VALUES);
        Estimate few = BOOTSTRAP.ratio(Sample.of(1, 2), B, 0.95).get();
        assertThat(obstacle(few.interval())).isEqualTo(Obstacle.TOO_FEW_VALUES);
        Estimate constant = BOOTSTRAP
                .difference(Sample.of(2, 2, 2, 2, 2), Sample.of(1, 1, 1, 1, 1), 0.95)
                .get();
        assertThat(constant.value()).isEqualTo(1);
        assertThat(obstacle(constant.interval())).isEqualTo(Obstacle.NO_SPREAD);
    }

    @Test
    void refusesTooFewResamples() {
        assertThatThrownBy(() -> new Bootstrap(1, 100)).hasMessage("resamples must be at least 1000, was 100");
    }

    private static Obstacle obstacle(Computed<?> computed) {
        return computed.missing().orElseThrow().obstacle();
    }
}
