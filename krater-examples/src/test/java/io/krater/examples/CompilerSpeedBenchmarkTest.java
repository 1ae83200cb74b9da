package io.krater.examples;

import static io.krater.junit.KraterAssertions.assertThat;

import io.krater.junit.BenchmarkSuite;
import io.krater.junit.ForEachEnvironment;
import io.krater.junit.KraterBenchmark;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Suite;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A claim as a test: the JVM's compiler makes this workload at least three times as fast. Skipped, unless benchmarks are
 * asked for: {@code mvn test -Dkrater.benchmarks=true -Dtest='*Benchmark*'}.
 */
@KraterBenchmark
class CompilerSpeedBenchmarkTest {
    @BenchmarkSuite
    static Suite suite() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        return Suite.named("compiler-speed")
                .environment(Environment.process("compiled").command(java, "-cp", classes, "Matrix"))
                .environment(Environment.process("interpreted").command(java, "-Xint", "-cp", classes, "Matrix"))
                .workload(MatrixMultiplication.sizes(64).warmup(Duration.ZERO).duration(Duration.ofSeconds(1)))
                .trials(8)
                .sampleEvery(Duration.ofMillis(20))
                .build();
    }

    @Test
    void everyTrialCompletes(SuiteResult result) {
        assertThat(result).hasNoFailures();
    }

    @Test
    void theCompilerMakesItThreeTimesAsFast(SuiteResult result) {
        assertThat(result)
                .metric(Metrics.THROUGHPUT)
                .of("compiled")
                .comparedTo("interpreted")
                .isAtLeast(3);
    }

    @ForEachEnvironment
    void memoryStaysBelow200MiB(String environment, SuiteResult result) {
        assertThat(result).metric(Metrics.PEAK_MEMORY).of(environment).hasMeanAtMost(200 << 20);
    }
}
