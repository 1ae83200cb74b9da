package io.krater.stats.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.stats.Draws;
import io.krater.stats.Obstacle;
import io.krater.stats.Sample;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
    /** Normal with standard deviation 1 around these levels, so many values each. */
    private static Sample levels(int each, double... levels) {
        double[] values = new double[each * levels.length];
        for (int i = 0; i < levels.length; i++) {
            System.arraycopy(Draws.normal(each, i + 1, levels[i], 1).values(), 0, values, i * each, each);
        }
        return Sample.of(values);
    }

    @Test
    void findsWhereAWarmUpEnds() {
        SteadyState found = SteadyState.of(levels(25, 50, 100, 100, 100)).get();

        assertThat(found.from()).isEqualTo(25);
        assertThat(found.changes()).containsExactly(25);
        assertThat(found.isReached()).isTrue();
        assertThat(found.shareBefore()).isEqualTo(0.25);
    }

    @Test
    void theWayThereMayHaveSeveralSteps() {
        SteadyState found = SteadyState.of(levels(20, 50, 70, 100, 100, 100)).get();

        assertThat(found.changes()).containsExactly(20, 40);
        assertThat(found.from()).isEqualTo(40);
    }

    @Test
    void aStateThatIsLeftAgainIsNotSteady() {
        SteadyState found = SteadyState.of(levels(20, 100, 100, 100, 100, 60)).get();

        assertThat(found.from()).isEqualTo(80);
        assertThat(found.isReached()).isFalse();
        assertThat(found.shareBefore()).isEqualTo(1);
    }

    @Test
    void aChangeOfScatterAloneLeavesTheLevelSteady() {
        double[] values = new double[100];
        System.arraycopy(Draws.normal(50, 3, 100, 0.2).values(), 0, values, 0, 50);
        System.arraycopy(Draws.normal(50, 4, 100, 8).values(), 0, values, 50, 50);
        SteadyState found = SteadyState.of(Sample.of(values)).get();

        assertThat(found.changes()).isNotEmpty();
        assertThat(found.from()).isZero();
    }

    @Test
    void flatNoiseIsSteadyInNearlyEverySeries() {
        int changed = 0;
        for (int seed = 0; seed < 300; seed++) {
            changed += SteadyState.of(Draws.normal(30 + seed % 70, seed, 100, 5))
                                    .get()
                                    .from()
                            > 0
                    ? 1
                    : 0;
        }
        assertThat(changed).isLessThanOrEqualTo(3);
        double[] constant = new double[40];
        Arrays.fill(constant, 7);
        assertThat(SteadyState.of(Sample.of(constant)).get().from()).isZero();
    }

    /** By all segmentations of a short series. */
    @Test
    void theSegmentationIsTheCheapestOfAll() {
        for (int seed = 0; seed < 20; seed++) {
            double[] values = Draws.normal(22, seed, 100, 1).values();
            for (int i = seed % 9 + 4; i < values.length; i++) {
                values[i] += 12;
            }
            SteadyState found = SteadyState.of(Sample.of(values)).get();
            double best = Double.POSITIVE_INFINITY;
            int at = 0;
            for (int one = 0; one <= 19; one = one == 0 ? 3 : one + 1) {
                double total = (one == 0 ? 0 : cost(values, 0, one) + 15 * Math.log(22)) + cost(values, one, 22);
                if (total < best) {
                    best = total;
                    at = one;
                }
            }
            assertThat(found.changes()).isEqualTo(at == 0 ? java.util.List.of() : java.util.List.of(at));
        }
    }

    private static double cost(double[] values, int from, int to) {
        double mean = Arrays.stream(values, from, to).average().orElseThrow();
        double squares = Arrays.stream(values, from, to)
                .map(v -> (v - mean) * (v - mean))
                .sum();
        return (to - from) * Math.log(Math.max(squares / (to - from), 1e-6 * 100 * 100));
    }

    @Test
    void tooFewOrNothingSaysSo() {
        assertThat(SteadyState.of(Draws.normal(19, 1, 5, 1))
                        .missing()
                        .orElseThrow()
                        .obstacle())
                .isEqualTo(Obstacle.TOO_FEW_VALUES);
        assertThat(SteadyState.of(Sample.of(new double[30]))
                        .missing()
                        .orElseThrow()
                        .obstacle())
                .isEqualTo(Obstacle.ZERO_MEAN);
    }
}
