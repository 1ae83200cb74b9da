package io.krater.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GridTest {
    @Test
    void deadlinesAreMultiplesOfThePeriodHoweverLateEachIsMet() {
        Grid grid = new Grid(1000, 10, 1023);
        assertThat(grid.remaining(1023)).isEqualTo(7);
        for (int k = 3; k < 1000; k++) {
            long deadline = 1000 + 10L * k;
            assertThat(grid.remaining(deadline)).isZero();
            grid.met(deadline + k % 10);
        }
        assertThat(grid.ticks()).isEqualTo(997);
        assertThat(grid.missed()).isZero();
        assertThat(grid.maxLateness()).isEqualTo(9);
    }

    @Test
    void aPeriodLateIsOneMissedTickThatIsNotMadeUpFor() {
        Grid grid = new Grid(0, 10, 0);
        grid.met(10);
        grid.met(57); // was due at 20; 30, 40 and 50 have come and gone
        assertThat(grid.ticks()).isEqualTo(5);
        assertThat(grid.missed()).isEqualTo(3);
        assertThat(grid.maxLateness()).isEqualTo(37);
        assertThat(grid.remaining(57)).isEqualTo(3);
    }

    @Test
    void theFirstDeadlineIsAheadEvenIfTheOriginIsToo() {
        assertThat(new Grid(1000, 10, 1000).remaining(1000)).isEqualTo(10);
        assertThat(new Grid(1000, 10, 985).remaining(985)).isEqualTo(5);
    }

    @Test
    void survivesTheWrapAroundOfNanoTime() {
        long origin = Long.MAX_VALUE - 25;
        Grid grid = new Grid(origin, 10, origin);
        for (int k = 1; k <= 10; k++) {
            assertThat(grid.remaining(origin + 10L * k)).isZero();
            grid.met(origin + 10L * k);
        }
        assertThat(grid.ticks()).isEqualTo(10);
        assertThat(grid.missed()).isZero();
    }
}
