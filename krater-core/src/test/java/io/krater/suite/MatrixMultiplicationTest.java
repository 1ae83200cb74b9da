package io.krater.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatrixMultiplicationTest implements WorkloadContract {
    @Override
    public Workload workload() {
        return MatrixMultiplication.sizes(64, 128);
    }

    @Override
    public List<String> goodLog() {
        return List.of(
                "BENCH_START",
                "BENCH_END",
                "iterations: 945",
                "elapsed time: 1.000137 s",
                "throughput: 495.712 MFLOPS",
                "calculation check: PASSED");
    }

    @Test
    void ofTwoReportsTheFirstCountsAsTheFirstGateDoes() {
        List<String> twice = new ArrayList<>(goodLog());
        twice.addAll(List.of("iterations: 9", "elapsed time: 9.0 s", "throughput: 9.0 MFLOPS"));
        WorkloadResult result = workload().read(workload().variants().get(0), twice);
        assertThat(result.values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("iterations", 945.0, "elapsed_seconds", 1.000137, "throughput_mflops", 495.712));
        assertThat(result.valid()).contains(true);
    }

    @Test
    void aFailedCheckIsNotMadeGoodByAnother() {
        List<String> mixed = new ArrayList<>(goodLog());
        mixed.add("calculation check: FAILED");
        mixed.add("calculation check: PASSED");
        assertThat(workload().read(workload().variants().get(0), mixed).valid()).contains(false);
    }
}
