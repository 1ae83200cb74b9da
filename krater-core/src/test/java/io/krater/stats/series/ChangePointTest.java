package io.krater.stats.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.krater.stats.Sample;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangePointTest {
    @Test
    void findsTheFirstValueAfterAChange() {
        ChangePoint found =
                ChangePoint.test(Sample.of(1, 3, 2, 4, 12, 11, 14, 13)).get();
        assertThat(found.before()).isEqualTo(4);
        // ranks 1 to 4 first: U_4 = 2 * 10 - 4 * 9
        assertThat(found.k()).isEqualTo(16);
    }

    @Test
    void itsPValueIsThatOfAllOrders() {
        // of the 70 ways to choose four ranks of eight, two give |U_4| = 16, and nothing else reaches it
        assertThat(ChangePoint.test(Sample.of(1, 2, 3, 4, 11, 12, 13, 14)).get().p())
                .isCloseTo(2 / 70.0, within(0.006));
    }

    @Test
    void levelsAreKeptOnSeriesWithoutAChange() {
        Random random = new Random(7);
        int shown = 0;
        for (int i = 0; i < 200; i++) {
            double[] noise = random.doubles(12).toArray();
            shown += ChangePoint.test(Sample.of(noise)).get().p() < 0.05 ? 1 : 0;
        }
        assertThat(shown).isBetween(2, 20);
    }

    @Test
    void needsFourValuesThatDiffer() {
        assertThat(ChangePoint.test(Sample.of(1, 2, 3)).isComputed()).isFalse();
        assertThat(ChangePoint.test(Sample.of(2, 2, 2, 2)).isComputed()).isFalse();
        assertThat(ChangePoint.test(Sample.of(1, 1, 2, 2)).isComputed()).isTrue();
    }

    @Test
    void endingEarlyGivesTheSameAnswerToALevel() {
        for (int seed = 0; seed < 60; seed++) {
            double[] values = io.krater.stats.Draws.normal(20, seed, 10, 1).values();
            for (int i = 10; i < 20; i++) {
                values[i] += seed % 4;
            }
            Sample series = Sample.of(values);
            double full = ChangePoint.test(series).get().p();
            double early = ChangePoint.test(series, 0.01).get().p();
            assertThat(early <= 0.01).isEqualTo(full <= 0.01);
            assertThat(early).isLessThanOrEqualTo(full <= 0.01 ? full : 1);
        }
    }
}
