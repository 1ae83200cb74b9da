package io.krater.suite;

import java.util.List;

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
}
