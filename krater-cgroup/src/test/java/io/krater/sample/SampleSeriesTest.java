package io.krater.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleSeriesTest {
    private static final Map<Column, String> ORIGINS =
            Map.of(Column.MEMORY_CURRENT, "proc", Column.USAGE_USEC, "cgroup");

    private final SampleSeries.Builder builder = SampleSeries.builder(ORIGINS);

    @Test
    void givesBackEveryRowOfManyChunks() {
        for (int row = 0; row < 10_000; row++) {
            builder.add(row * 10L + 1, row, row % 3 == 0 ? SampleSeries.ABSENT : 2L * row);
        }
        SampleSeries series = builder.build();
        assertThat(series.size()).isEqualTo(10_000);
        assertThat(series.columns()).containsExactly(Column.USAGE_USEC, Column.MEMORY_CURRENT);
        assertThat(series.origins()).isEqualTo(ORIGINS);
        for (int row = 0; row < 10_000; row++) {
            assertThat(series.epochNanos(row)).isEqualTo(row * 10L + 1);
            assertThat(series.value(Column.USAGE_USEC, row)).isEqualTo(row);
            assertThat(series.value(Column.MEMORY_CURRENT, row))
                    .isEqualTo(row % 3 == 0 ? SampleSeries.ABSENT : 2L * row);
        }
    }

    @Test
    void aFigureThatIsNotReadIsAbsentAndNotAColumn() {
        SampleSeries series = builder.add(1, 2, 3).build();
        assertThat(series.has(Column.ANON)).isFalse();
        assertThat(series.value(Column.ANON, 0)).isEqualTo(SampleSeries.ABSENT);
    }

    @Test
    void whatIsBuiltStaysAsItWas() {
        SampleSeries before = builder.add(1, 2, 3).build();
        builder.add(2, 4, 6);
        assertThat(before.size()).isEqualTo(1);
        assertThat(builder.build().value(Column.MEMORY_CURRENT, 1)).isEqualTo(6);
        assertThatThrownBy(() -> before.epochNanos(1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("row 1 of 1");
        assertThatThrownBy(() -> before.value(Column.USAGE_USEC, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesWhatIsNoSample() {
        builder.add(5, 2, 3);
        assertThatThrownBy(() -> builder.add(5, 2, 3)).hasMessage("sample time must increase, was 5");
        assertThatThrownBy(() -> builder.add(6, -2, 3)).hasMessage("usage_usec must not be negative, was -2");
        assertThatThrownBy(() -> builder.add(6, 2)).hasMessage("a row must have 2 values, had 1");
        assertThat(builder.build().size()).isEqualTo(1);
    }

    @Test
    void mayHaveNoColumnAtAll() {
        assertThat(SampleSeries.builder(Map.of()).add(7).build().epochNanos(0)).isEqualTo(7);
        assertThat(SampleSeries.builder(Map.of()).build().size()).isZero();
    }
}
