package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellTimesTest {
    private static final Map<Column, String> ORIGINS = Map.of(
            Column.USAGE_USEC, "proc",
            Column.USER_USEC, "proc",
            Column.SYSTEM_USEC, "proc",
            Column.MEMORY_CURRENT, "proc");

    private static SampleSet set(SampleSeries fast) {
        SampleSeries none = SampleSeries.builder(Map.of()).build();
        return new SampleSet(Scope.CONTAINER, fast, none, 3, 1, 7, 9, Map.of("ended", "process ended"));
    }

    @Test
    void readsTheTimesOfDashAndBash() {
        assertThat(ShellTimes.parse("0m0.000000s 0m0.010000s\n1m2.200000s 0m0.300000s\n"))
                .contains(new ShellTimes(62_200_000, 310_000));
        assertThat(ShellTimes.parse("0m0.001s 0m0.002s\n0m0.215s 0m0.030s\n"))
                .contains(new ShellTimes(216_000, 32_000));
    }

    @Test
    void readsThemAfterOtherMessages() {
        assertThat(ShellTimes.parse("Segmentation fault\n0m0.00s 0m0.00s\n0m0.01s 0m0.02s\n"))
                .contains(new ShellTimes(10_000, 20_000));
    }

    @Test
    void nothingElseIsTimes() {
        for (String text : new String[] {"", "0m0.00s 0m0.00s\n", "x", "0m0.00s 0m0.00s\n0m0.01s 0m0.02s\nmore"}) {
            assertThat(ShellTimes.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void endsTheSamplesWithTheProgram() {
        SampleSeries fast = SampleSeries.builder(ORIGINS)
                .add(1_000, 10_000, 10_000, 0, 4096)
                .build();
        SampleSet ended = new ShellTimes(200_000, 50_000).endOf(set(fast), 5_000);
        assertThat(ended.fast().size()).isEqualTo(2);
        assertThat(ended.fast().epochNanos(1)).isEqualTo(5_000);
        assertThat(ended.fast().value(Column.USAGE_USEC, 1)).isEqualTo(250_000);
        assertThat(ended.fast().value(Column.USER_USEC, 1)).isEqualTo(200_000);
        assertThat(ended.fast().value(Column.SYSTEM_USEC, 1)).isEqualTo(50_000);
        assertThat(ended.fast().value(Column.MEMORY_CURRENT, 1)).isEqualTo(SampleSeries.ABSENT);
        assertThat(ended.fast().value(Column.MEMORY_CURRENT, 0)).isEqualTo(4096);
        assertThat(ended.facts()).containsKeys("ended", "last_sample");
        assertThat(ended.ticks()).isEqualTo(3);
    }

    @Test
    void neverGoesBackBehindWhatWasSeen() {
        SampleSeries fast = SampleSeries.builder(ORIGINS)
                .add(1_000, 300_000, 290_000, 10_000, 4096)
                .build();
        SampleSet ended = new ShellTimes(200_000, 50_000).endOf(set(fast), 5_000);
        assertThat(ended.fast().value(Column.USAGE_USEC, 1)).isEqualTo(300_000);
        assertThat(ended.fast().value(Column.USER_USEC, 1)).isEqualTo(290_000);
        assertThat(ended.fast().value(Column.SYSTEM_USEC, 1)).isEqualTo(50_000);
    }

    @Test
    void addsNothingToSamplesThatKnowOfTheEnd() {
        SampleSeries fast =
                SampleSeries.builder(ORIGINS).add(5_000, 1, 1, 0, 4096).build();
        SampleSet set = set(fast);
        assertThat(new ShellTimes(200_000, 50_000).endOf(set, 5_000)).isSameAs(set);
    }
}
