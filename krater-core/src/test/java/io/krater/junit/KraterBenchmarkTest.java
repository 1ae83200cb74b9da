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

import io.krater.Krater;
import io.krater.ScriptedRuns;
import io.krater.SuiteRun;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Suite;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    /** Its run has no launcher: the setting's name is used. */
    @KraterBenchmark
    static class RunWithoutLauncher {
        @BenchmarkSuite
        static SuiteRun suite() {
            return Krater.run(OnNamedLauncher.suite()).quiet();
        }

        @Test
        void asks(SuiteResult result) {
            assertThat(result).isNotNull();
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
    void measuresAfreshEachTimeUnlessToldToKeep() {
        execute(Speeds.class);
        execute(Speeds.class);
        org.assertj.core.api.Assertions.assertThat(folder.resolve("scripted.1/suite.json"))
                .exists();
        org.assertj.core.api.Assertions.assertThat(
                        SuiteResult.read(folder.resolve("scripted")).parts())
                .hasSize(1);
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Speeds.class))
                .configurationParameter("krater.benchmarks", "1")
                .configurationParameter("krater.keep", "TRUE")
                .configurationParameter("krater.results", folder.toString())
                .execute();
        org.assertj.core.api.Assertions.assertThat(
                        SuiteResult.read(folder.resolve("scripted")).parts())
                .hasSize(2);
    }

    @Test
    void saysOnTheConsoleWhatItCannotTell() {
        PrintStream console = System.out;
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
        try {
            execute(Speeds.class);
        } finally {
            System.setOut(console);
        }
        org.assertj.core.api.Assertions.assertThat(
                        shown.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("KRATER")))
                .singleElement()
                .asString()
                .contains("KRATER cannot tell: ratio of throughput_mflops of slow to fast in 64_nw: claimed at least")
                .containsPattern("about \\d+ trials a side would be needed")
                .endsWith("report: " + folder.resolve("scripted/report.html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "ture", "2"})
    void refusesAWordThatIsNeitherYesNorNo(String word) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Speeds.class))
                .configurationParameter("krater.benchmarks", word)
                .configurationParameter("krater.results", folder.toString())
                .execute()
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                message(text -> text.contains("krater.benchmarks must be true, yes, on or 1")
                                        && text.contains("was \"" + word + "\"")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "yes", "1", "TRUE", "On"})
    void takesTheUsualWordsForYes(String word) {
        RUNS.set(0);
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Speeds.class))
                .configurationParameter("krater.benchmarks", word)
                .configurationParameter("krater.results", folder.toString())
                .execute();
        org.assertj.core.api.Assertions.assertThat(RUNS).hasValue(1);
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

    @ParameterizedTest
    @ValueSource(classes = {OnNamedLauncher.class, RunWithoutLauncher.class})
    void namesTheLaunchersWhereTheAskedOneIsUnknown(Class<?> benchmark) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(benchmark))
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
