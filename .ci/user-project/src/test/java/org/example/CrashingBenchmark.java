package org.example;

import static io.krater.junit.KraterAssertions.assertThat;

import io.krater.junit.BenchmarkSuite;
import io.krater.junit.KraterBenchmark;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.suite.Suite;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A program that crashes: no claim may pass. */
@KraterBenchmark
class CrashingBenchmark {
    @BenchmarkSuite
    static Suite suite() {
        return Naps.suite("crashingbenchmark", 2, Map.of("fine", "sleep 0.05", "broken", "echo out of cheese >&2; exit 139"));
    }

    @Test
    void claim(SuiteResult result) {
        assertThat(result).metric(Metrics.GATE_TIME).of("fine").comparedTo("broken").isAtMost(100);
    }
}
