package io.krater.result.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import java.util.Map;

/** Compares trials to the last sample; series have no equality of their own. */
public final class SameTrial {
    private SameTrial() {}

    public static void assertSame(Trial actual, Trial expected) {
        assertThat(withoutSamples(actual)).isEqualTo(withoutSamples(expected));
        assertSame(actual.whole().samples(), expected.whole().samples());
        for (int i = 0; i < expected.instances().size(); i++) {
            assertSame(
                    actual.instances().get(i).samples(),
                    expected.instances().get(i).samples());
        }
    }

    private static void assertSame(Map<Scope, SampleSet> actual, Map<Scope, SampleSet> expected) {
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((scope, set) -> {
            SampleSet got = java.util.Objects.requireNonNull(actual.get(scope));
            assertThat(got.own()).isEqualTo(set.own());
            assertThat(got.facts()).isEqualTo(set.facts());
            assertThat(got.scope()).isEqualTo(set.scope());
            assertThat(new long[] {got.ticks(), got.lateTicks(), got.maxLatenessNanos(), got.samplerCpuNanos()})
                    .containsExactly(set.ticks(), set.lateTicks(), set.maxLatenessNanos(), set.samplerCpuNanos());
            assertSame(got.fast(), set.fast());
            assertSame(got.slow(), set.slow());
        });
    }

    public static void assertSame(SampleSeries actual, SampleSeries expected) {
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
        Trial.Whole whole = trial.whole();
        return new Trial(
                trial.id(),
                trial.position(),
                trial.block(),
                trial.variant(),
                trial.limits(),
                trial.outcome(),
                trial.instances().stream().map(SameTrial::withoutSamples).toList(),
                new Trial.Whole(whole.marks(), Map.of(), whole.figures(), whole.facts(), whole.exclusion()),
                trial.clockStepNanos());
    }

    private static Instance withoutSamples(Instance one) {
        return new Instance(
                one.name(),
                one.node(),
                one.outcome(),
                one.marks(),
                one.gate(),
                one.workloadResult(),
                one.log(),
                Map.of(),
                one.clockOffset(),
                one.facts());
    }
}
