package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.trial.AlteredTrial;
import io.krater.trial.Trial;
import java.util.Map;

/** Compares trials to the last sample; series have no equality of their own. */
final class SameTrial {
    private SameTrial() {}

    static void assertSame(Trial actual, Trial expected) {
        assertThat(withoutSamples(actual)).isEqualTo(withoutSamples(expected));
        assertThat(actual.samples().keySet())
                .containsExactlyElementsOf(expected.samples().keySet());
        expected.samples().forEach((scope, set) -> {
            SampleSet got = java.util.Objects.requireNonNull(actual.samples().get(scope));
            assertThat(got.facts()).isEqualTo(set.facts());
            assertThat(got.scope()).isEqualTo(set.scope());
            assertThat(new long[] {got.ticks(), got.lateTicks(), got.maxLatenessNanos(), got.samplerCpuNanos()})
                    .containsExactly(set.ticks(), set.lateTicks(), set.maxLatenessNanos(), set.samplerCpuNanos());
            assertSame(got.fast(), set.fast());
            assertSame(got.slow(), set.slow());
        });
    }

    static void assertSame(SampleSeries actual, SampleSeries expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        assertThat(actual.origins()).isEqualTo(expected.origins());
        assertThat(actual.columns()).containsExactlyElementsOf(expected.columns());
        for (int row = 0; row < expected.size(); row++) {
            if (actual.epochNanos(row) != expected.epochNanos(row)) {
                assertThat(actual.epochNanos(row)).as("time of row %d", row).isEqualTo(expected.epochNanos(row));
            }
            for (Column column : expected.columns()) {
                if (actual.value(column, row) != expected.value(column, row)) {
                    assertThat(actual.value(column, row))
                            .as("%s of row %d", column, row)
                            .isEqualTo(expected.value(column, row));
                }
            }
        }
    }

    private static Trial withoutSamples(Trial trial) {
        return AlteredTrial.of(trial).samples(Map.of()).build();
    }
}
