package io.krater.junit;

import static io.krater.junit.KraterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.krater.ScriptedRuns;
import io.krater.SuiteRun;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Suite;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class KraterBenchmarkTest {
    private static final AtomicInteger RUNS = new AtomicInteger();

    @TempDir
    private Path folder;

    @KraterBenchmark
    static class Speeds {
        @BenchmarkSuite
        static SuiteRun suite() {
            RUNS.incrementAndGet();
            return ScriptedRuns.of(
                    8, id -> (id.environment().equals("fast") ? 1000 : 500) + id.number() % 4, "fast", "slow");
        }

        @Test
        void passes(SuiteResult result) {
            assertThat(result)
                    .metric(Metrics.THROUGHPUT)
                    .of("slow")
                    .comparedTo("fast")
                    .isAtLeast(0.3);
        }

        @Test
        void fails(SuiteResult result) {
            assertThat(result)
                    .metric(Metrics.THROUGHPUT)
                    .of("slow")
                    .comparedTo("fast")
                    .isAtLeast(0.9);
        }

        @Test
        void cannotTell(SuiteResult result) {
            assertThat(result)
                    .metric(Metrics.THROUGHPUT)
                    .of("slow")
                    .comparedTo("fast")
                    .isAtLeast(0.5005);
        }

        @ForEachEnvironment
        void reportsInEach(String environment, SuiteResult result) {
            assertThat(result).metric(Metrics.THROUGHPUT).of(environment).hasMeanAtLeast(400);
        }
    }

    @KraterBenchmark
    static class WithoutSuite {
        @Test
        void asks(SuiteResult result) {
            assertThat(result).isNotNull();
        }
    }

    @KraterBenchmark
    static class OnNamedLauncher {
        @BenchmarkSuite
        static Suite suite() {
            return Suite.named("named")
                    .environment(Environment.process("a").command("x"))
                    .workload(MatrixMultiplication.sizes(64))
                    .build();
        }

        @Test
        void asks(SuiteResult result) {
            assertThat(result).isNotNull();
        }
    }

    @Test
    void runsNothingUnlessAskedTo() {
        RUNS.set(0);
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Speeds.class))
                .configurationParameter("krater.results", folder.toString())
                .execute()
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(skippedWithReason(
                                "benchmarks run only where krater.benchmarks is true (-Dkrater.benchmarks=true)")));
        org.assertj.core.api.Assertions.assertThat(RUNS).hasValue(0);
        org.assertj.core.api.Assertions.assertThat(folder).isEmptyDirectory();
    }

    @Test
    void runsTheSuiteOnceAndTellsPassFailAndCannotTellApart() {
        RUNS.set(0);
        EngineExecutionResults results = execute(Speeds.class);
        results.testEvents()
                .assertThatEvents()
                .haveExactly(1, event(test("passes"), finishedSuccessfully()))
                .haveExactly(
                        1,
                        event(
                                test("fails"),
                                finishedWithFailure(message(text -> text.contains("claimed at least 0.9")
                                        && text.contains("95 % interval")
                                        && text.contains("n = 8")
                                        && text.contains("Report: " + folder.resolve("scripted/report.html"))))))
                .haveExactly(
                        1,
                        event(
                                test("cannotTell"),
                                abortedWithReason(message(text -> text.contains("cannot tell")
                                        && text.contains("trials a side would be needed")
                                        && text.contains("Report: ")))));
        org.assertj.core.api.Assertions.assertThat(RUNS).hasValue(1);
        org.assertj.core.api.Assertions.assertThat(folder.resolve("scripted/report.md"))
                .exists();
    }

    @Test
    void invokesATestForEachEnvironment() {
        execute(Speeds.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(1, event(test("reportsInEach", "fast"), finishedSuccessfully()))
                .haveExactly(1, event(test("reportsInEach", "slow"), finishedSuccessfully()));
    }

    @Test
    void saysThatASuiteIsMissing() {
        execute(WithoutSuite.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                message(text -> text.contains("must have one method with @BenchmarkSuite, had 0")))));
    }

    @Test
    void namesTheLaunchersWhereTheAskedOneIsUnknown() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(OnNamedLauncher.class))
                .configurationParameter("krater.benchmarks", "true")
                .configurationParameter("krater.launcher", "moon")
                .configurationParameter("krater.results", folder.toString())
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(message(
                                text -> text.contains("must be one of [process") && text.contains("\"moon\"")))));
    }

    private EngineExecutionResults execute(Class<?> benchmark) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(benchmark))
                .configurationParameter("krater.benchmarks", "true")
                .configurationParameter("krater.results", folder.toString())
                .execute();
    }
}
