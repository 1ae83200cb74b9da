package io.krater.stats.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.krater.stats.Moments;
import org.junit.jupiter.api.Test;

class Xoshiro256Test {

    @Test
    void givesTheNumbersOfItsAuthorsCode() {
        // the first outputs of xoshiro256plusplus.c from the state 1, 2, 3, 4, also used by the tests of rand_xoshiro
        Xoshiro256 random = new Xoshiro256(1, 2, 3, 4);

        assertThat(new long[] {random.next(), random.next(), random.next(), random.next()})
                .containsExactly(41943041L, 58720359L, 3588806011781223L, 3591011842654386L);
    }

    @Test
    void namedUsesOfASeedDiffer() {
        assertThat(Xoshiro256.derive(1, "a", "b"))
                .isNotEqualTo(Xoshiro256.derive(1, "ab"))
                .isNotEqualTo(Xoshiro256.derive(1, "b", "a"))
                .isNotEqualTo(Xoshiro256.derive(2, "a", "b"))
                .isEqualTo(Xoshiro256.derive(1, "a", "b"));
    }

    @Test
    void resamplesDrawEveryValueEquallyOften() {
        double[] means = new double[100_000];
        Xoshiro256.seeded(5).resampleMeans(new double[] {0, 0, 30}, means);

        Moments moments = Moments.of(means);
        assertThat(moments.mean()).isCloseTo(10, within(0.1));
        // the variance of a mean of three draws: 200 / 3
        assertThat(moments.variance()).isCloseTo(200.0 / 3, within(1.0));
    }
}
