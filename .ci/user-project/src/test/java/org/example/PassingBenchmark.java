package org.example;

import static io.krater.junit.KraterAssertions.assertThat;

import io.krater.junit.BenchmarkSuite;
import io.krater.junit.KraterBenchmark;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.suite.Suite;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A claim that holds. */
@KraterBenchmark
class PassingBenchmark {
    @BenchmarkSuite
    static Suite suite() {
        return Naps.suite("passingbenchmark", 6, Map.of("short", "sleep 0.05", "long", "sleep 0.3"));
    }

    @Test
    void claim(SuiteResult result) {
        assertThat(result).metric(Metrics.GATE_TIME).of("long").comparedTo("short").isAtLeast(2);
    }
}
