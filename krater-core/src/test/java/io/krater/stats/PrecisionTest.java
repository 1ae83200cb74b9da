package io.krater.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
}
