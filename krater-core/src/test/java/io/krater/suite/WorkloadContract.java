package io.krater.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Workload} keeps to: implement it in a test class of your own and give it your workload. */
public interface WorkloadContract {
    /** The workload under test. */
    Workload workload();

    /** A log that a good run of the first variant prints. */
    List<String> goodLog();

    @Test
    default void hasANameAndDistinctVariants() {
        assertThat(workload().name()).isNotBlank();
        assertThat(workload().variants())
                .isNotEmpty()
                .extracting(Variant::label)
                .doesNotHaveDuplicates();
    }

    @Test
    default void saysTheSameEachTime() {
        assertThat(workload().variants()).isEqualTo(workload().variants());
        assertThat(workload().gate().held()).isEqualTo(workload().gate().held());
    }

    @Test
    default void opensItsGateBeforeItClosesItInAGoodLog() {
        Gate gate = workload().gate();
        List<String> log = goodLog();
        long opens = log.stream().filter(gate::opens).count();
        long closes = log.stream().filter(gate::closes).count();
        assertThat(opens).isEqualTo(gate.start().isPresent() ? 1 : 0);
        assertThat(closes).isEqualTo(gate.end().isPresent() ? 1 : 0);
        if (opens == 1 && closes == 1) {
            assertThat(log.stream().filter(gate::opens).findFirst().map(log::indexOf))
                    .hasValueSatisfying(start -> assertThat(
                                    log.subList(start, log.size()).stream().filter(gate::closes))
                            .hasSize(1));
        }
    }

    @Test
    default void findsNothingWrongWithAGoodLog() {
        WorkloadResult result = workload().read(workload().variants().get(0), goodLog());
        assertThat(result.valid().orElse(true)).isTrue();
    }

    @Test
    default void inventsNothingForAnEmptyLog() {
        assertThat(workload().read(workload().variants().get(0), List.of())).isEqualTo(WorkloadResult.none());
    }
}
