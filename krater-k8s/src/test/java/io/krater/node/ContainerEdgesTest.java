package io.krater.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerEdgesTest {
    private static final long TICK = 100_000_000;

    private static SampleSet set(Scope scope, boolean ended, long[]... rows) {
        Map<Column, String> origins = new LinkedHashMap<>();
        origins.put(Column.USAGE_USEC, "cgroup");
        origins.put(Column.MEMORY_CURRENT, "cgroup");
        SampleSeries.Builder fast = SampleSeries.builder(origins);
        for (long[] row : rows) {
            fast.add(row[0], row[1], row[2]);
        }
        SampleSeries slow = SampleSeries.builder(Map.of()).build();
        return new SampleSet(
                scope, fast.build(), slow, 3, 0, 0, 0, ended ? Map.of("ended", "cgroup removed") : Map.of());
    }

    private static long[] row(long at, long usage, long memory) {
        return new long[] {at, usage, memory};
    }

    @Test
    void growsTheContainerByWhatThePodGrew() {
        SampleSet container = set(Scope.CONTAINER, true, row(TICK, 1_000, 50), row(2 * TICK, 2_000, 60));
        SampleSet pod = set(
                Scope.POD,
                false,
                row(TICK + 10, 1_300, 70),
                row(2 * TICK + 10, 2_300, 80),
                row(2 * TICK + 30_000_000, 2_310, 20),
                row(3 * TICK, 2_310, 20));

        SampleSet closed = ContainerEdges.close(container, pod);

        SampleSeries fast = closed.fast();
        assertThat(fast.size()).isEqualTo(4);
        assertThat(fast.epochNanos(2)).isEqualTo(2 * TICK + 30_000_000);
        assertThat(fast.value(Column.USAGE_USEC, 2)).isEqualTo(2_010);
        assertThat(fast.value(Column.USAGE_USEC, 3)).isEqualTo(2_010);
        assertThat(fast.value(Column.MEMORY_CURRENT, 2)).isEqualTo(SampleSeries.ABSENT);
        assertThat(closed.facts()).containsEntry("closed_by", "pod");
    }

    @Test
    void addsNothingToAContainerThatIsStillThere() {
        SampleSet container = set(Scope.CONTAINER, false, row(TICK, 1_000, 50));
        SampleSet pod = set(Scope.POD, false, row(TICK + 10, 1_300, 70), row(2 * TICK, 1_400, 70));
        assertThat(ContainerEdges.close(container, pod)).isSameAs(container);
    }

    @Test
    void takesThePodBetweenItsSamplesWhereItWasNotSampledAtTheContainersLast() {
        SampleSet container = set(Scope.CONTAINER, true, row(TICK, 1_000, 50));
        SampleSet pod = set(Scope.POD, false, row(TICK - 20_000_000, 1_300, 70), row(TICK + 60_000_000, 1_380, 70));
        SampleSet closed = ContainerEdges.close(container, pod);
        // a quarter of 80 us had been used by then
        assertThat(closed.fast().value(Column.USAGE_USEC, 1)).isEqualTo(1_060);
        assertThat(closed.facts()).containsEntry("closed_by", "pod, between two samples");
    }

    @Test
    void addsNothingWhereThePodWasSampledOnOneSideOnly() {
        SampleSet container = set(Scope.CONTAINER, true, row(TICK, 1_000, 50));
        assertThat(ContainerEdges.close(container, set(Scope.POD, false, row(TICK + 20_000_000, 1_300, 70))))
                .isSameAs(container);
        assertThat(ContainerEdges.close(container, set(Scope.POD, false, row(TICK, 1_300, 70))))
                .isSameAs(container);
    }

    @Test
    void givesAContainerThatWasNeverSampledWhatItsPodUsedSinceItsBirth() {
        SampleSet pod = set(Scope.POD, false, row(TICK, 1_300, 70), row(2 * TICK, 1_300, 70), row(3 * TICK, 9_300, 70));
        SampleSet unsampled = ContainerEdges.unsampled(Scope.CONTAINER, pod);
        SampleSeries fast = ContainerEdges.close(ContainerEdges.open(unsampled, TICK + 70_000_000), pod)
                .fast();
        assertThat(fast.columns()).containsExactly(Column.USAGE_USEC);
        assertThat(fast.value(Column.USAGE_USEC, 0)).isZero();
        assertThat(fast.value(Column.USAGE_USEC, 1)).isZero();
        assertThat(fast.value(Column.USAGE_USEC, 2)).isEqualTo(8_000);
    }

    @Test
    void inventsNothingWhereThePodsCounterWentBackwards() {
        SampleSet container = set(Scope.CONTAINER, true, row(TICK, 1_000, 50));
        SampleSet pod = set(Scope.POD, false, row(TICK + 10, 1_300, 70), row(2 * TICK, 1_200, 70));
        assertThat(ContainerEdges.close(container, pod).fast().value(Column.USAGE_USEC, 1))
                .isEqualTo(SampleSeries.ABSENT);
    }

    @Test
    void opensWithZeroAtTheBirthThatWasSeen() {
        SampleSet container = set(Scope.CONTAINER, false, row(TICK, 1_000, 50));
        SampleSeries fast = ContainerEdges.open(container, TICK - 4_000_000).fast();
        assertThat(fast.size()).isEqualTo(2);
        assertThat(fast.epochNanos(0)).isEqualTo(TICK - 4_000_000);
        assertThat(fast.value(Column.USAGE_USEC, 0)).isZero();
        assertThat(fast.value(Column.MEMORY_CURRENT, 0)).isEqualTo(SampleSeries.ABSENT);
        assertThat(fast.value(Column.USAGE_USEC, 1)).isEqualTo(1_000);
    }

    @Test
    void opensNothingThatWasSampledBefore() {
        SampleSet container = set(Scope.CONTAINER, false, row(TICK, 1_000, 50));
        assertThat(ContainerEdges.open(container, TICK)).isSameAs(container);
    }
}
