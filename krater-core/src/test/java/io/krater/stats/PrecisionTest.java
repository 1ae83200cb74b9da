package io.krater.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.krater.stats.test.PowerLine;
import org.junit.jupiter.api.Test;

class PrecisionTest {
    private static final Sample SAMPLE = Sample.of(98, 100, 102, 100, 99, 101);

    @Test
    void isReachedExactlyAtItsOwnHalfWidth() {
        double width = Precision.relativeHalfWidth(SAMPLE).get();

        // t(5, 0.975) = 2.570581835636314 (SciPy), sd = sqrt(2)
        assertThat(width).isCloseTo(2.570581835636314 * Math.sqrt(2.0 / 6) / 100, within(1e-9));
        assertThat(Precision.reached(SAMPLE, width)).isTrue();
        assertThat(Precision.reached(SAMPLE, width * 0.999)).isFalse();
    }

    @Test
    void goesOnWhereNothingIsKnownYet() {
        assertThat(Precision.reached(Sample.of(), 0.5)).isFalse();
        assertThat(Precision.reached(Sample.of(1), 0.5)).isFalse();
        assertThat(Precision.reached(Sample.of(1, 1, 1), 0.5)).isFalse();
        assertThat(Precision.reached(Sample.of(-1, 1), 0.5)).isFalse();
    }

    @Test
    void refusesABoundThatIsNotAboveZero() {
        assertThatThrownBy(() -> Precision.reached(SAMPLE, 0)).hasMessageContaining("was 0.0");
    }

    @Test
    void thePowerLineTellsHowManyTrialsWouldShowADifference() {
        PowerLine line = PowerLine.of(Draws.normal(25, 1, 100, 5), Draws.normal(25, 2, 100, 5), 0.05, 0.05)
                .get();

        assertThat(line.trials().get()).isBetween(12, 25);
        assertThat(line.detectable().get()).isBetween(0.03, 0.05);
        assertThat(line.asText())
                .startsWith(line.trials().get() + " trials a side (")
                .contains(
                        ", as far as the scatter is known) would show a difference of 5 % with 80 % chance; those there are show "
                                + Numbers.brief(100 * line.detectable().get()) + " %");
        assertThat(PowerLine.of(Draws.normal(5, 1, 100, 500), SAMPLE, 1e-6, 0.05)
                        .get()
                        .asText())
                .startsWith("more than 1000000 trials a side would be needed to show a difference of 0.0001 %");
    }
}
