package org.example;

import static io.krater.junit.KraterAssertions.assertThat;

import io.krater.junit.BenchmarkSuite;
import io.krater.junit.KraterBenchmark;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.suite.Suite;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Five trials that alternate between 50 and 500 ms tell nothing of a mean between them. */
@KraterBenchmark
class UndecidedBenchmark {
    private static final String ALTERNATE =
            "if rmdir /tmp/krater-%1$s 2> /dev/null; then sleep 0.05; else mkdir /tmp/krater-%1$s; sleep 0.5; fi";

    @BenchmarkSuite
    static Suite suite() {
        return Naps.suite(
                "undecidedbenchmark", 5, Map.of("a", ALTERNATE.formatted("a"), "b", ALTERNATE.formatted("b")));
    }

    @Test
    void claim(SuiteResult result) {
        assertThat(result).metric(Metrics.GATE_TIME).of("a").hasMeanAtMost(0.28);
    }
}
