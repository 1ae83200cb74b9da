package io.krater.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private final ManualTime time = new ManualTime();
    private final SteadyClock clock = SteadyClock.anchoredTo(time);

    @Test
    void startsAtTheWallClockAndFollowsMonotonicTime() {
        assertThat(clock.now()).isEqualTo(ManualTime.START);
        time.advanceMillis(10_000);
        assertThat(clock.now()).isEqualTo(ManualTime.START + 10_000 * ManualTime.MILLIS);
        assertThat(clock.at(time.nanoTime())).isEqualTo(clock.now());
        assertThat(clock.offsetNanos()).isZero();
    }

    @Test
    void doesNotFollowAStepOfTheWallClockButTellsIt() {
        time.advanceMillis(100);
        time.stepWallClock(-3_600_000 * ManualTime.MILLIS);
        assertThat(clock.now()).isEqualTo(ManualTime.START + 100 * ManualTime.MILLIS);
        assertThat(clock.offsetNanos()).isEqualTo(-3_600_000 * ManualTime.MILLIS);
    }

    @Test
    void agreesWithTheMachine() {
        SteadyClock system = SteadyClock.system();
        Instant steady = Instant.EPOCH.plusNanos(system.now());
        assertThat(steady).isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(1, ChronoUnit.SECONDS));
        assertThat(Math.abs(system.offsetNanos())).isLessThan(1_000_000_000L);
    }
}
