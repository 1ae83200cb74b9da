package io.krater.k8s.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetBoundsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void findsTheOffsetOfAClockThatShowsWholeSecondsToWithinARoundTrip() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            long offset = random.nextLong(-20 * SECOND, 20 * SECOND);
            long now = 1_700_000_000L * SECOND + random.nextLong(SECOND);
            OffsetBounds bounds = OffsetBounds.unknown();
            for (int reading = 0; reading < 14; reading++) {
                long there = 500_000 + random.nextLong(2_000_000);
                long back = 500_000 + random.nextLong(2_000_000);
                bounds = bounds.reading(now, now + there + back, Math.floorDiv(now + there + offset, SECOND));
                assertThat(offset).isBetween(bounds.low(), bounds.high());
                now += there + back;
                now += bounds.untilNextReading(now, 1_500_000);
            }
            assertThat(bounds.width()).isLessThan(10_000_000);
            assertThat(Math.abs(bounds.middle().nanos() - offset))
                    .isLessThanOrEqualTo(bounds.middle().errorNanos());
        }
    }

    @Test
    void keepsBothSidesOfCauseAndEffect() {
        OffsetBounds bounds =
                OffsetBounds.unknown().atLeast(-5).atMost(1_000).atLeast(-50).atMost(2_000);
        assertThat(bounds).isEqualTo(new OffsetBounds(-5, 1_000));
    }

    @Test
    void forgetsWhatAClockThatWasSetContradicts() {
        OffsetBounds bounds = new OffsetBounds(-5, 5).atLeast(60 * SECOND);
        assertThat(bounds.low()).isEqualTo(60 * SECOND);
        assertThat(bounds.high()).isGreaterThan(1_000 * SECOND);
    }
}
