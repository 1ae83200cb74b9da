package org.example;

import static io.krater.junit.KraterAssertions.assertThat;

import io.krater.junit.BenchmarkSuite;
import io.krater.junit.KraterBenchmark;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.suite.Suite;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Five scattered trials tell nothing. */
@KraterBenchmark
class UndecidedBenchmark {
    @BenchmarkSuite
    static Suite suite() {
        return Naps.suite("undecidedbenchmark", 5, Map.of("a", "sleep 0.1$(($$ % 10))", "b", "sleep 0.1$(($$ % 7))"));
    }

    @Test
    void claim(SuiteResult result) {
        assertThat(result).metric(Metrics.GATE_TIME).of("a").hasMeanAtMost(0.149);
    }
}
