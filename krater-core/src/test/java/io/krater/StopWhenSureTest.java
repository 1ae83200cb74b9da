package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.plan.TrialId;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.result.model.ResultException;
import io.krater.result.model.Stopping;
import io.krater.result.warning.Warning;
import io.krater.result.warning.Warnings;
import io.krater.stats.Precision;
import io.krater.stats.Sample;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Suite;
import io.krater.trial.ManualClock;
import io.krater.trial.ScriptedLauncher;
import io.krater.trial.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopWhenSureTest {
    private static final int CELLS = 4;

    private final ManualClock clock = new ManualClock();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @TempDir
    private Path into;

    @Test
    void endsAtTheFewestTrialsWhereAllIntervalsAreNarrow() {
        SuiteResult result = run(suite(5, 40, 0.02), scatter(0.001)).into(into);

        assertThat(result.trials()).hasSize(5 * CELLS);
        assertThat(result.stopping())
                .hasValueSatisfying(stopping -> assertThat(stopping.met()).isTrue());
        assertThat(progress())
                .contains("at most 160 trials to run")
                .contains("stopped when sure after 5 trials of each cell");
    }

    @Test
    void goesOnInWholeBlocksUntilTheWidestIntervalIsNarrow() {
        SuiteResult result = run(suite(5, 100, 0.02), scatter(0.03)).into(into);

        int n = result.sample(Metrics.THROUGHPUT, "a", "64_nw").size();
        assertThat(n).isGreaterThan(5).isLessThan(100);
        assertThat(result.cells()).allMatch(cell -> cell.completed().size() == n);
        assertThat(result.stopping().orElseThrow().cells())
                .hasSize(CELLS)
                .allMatch(Stopping.CellPrecision::met)
                .allMatch(cell -> cell.relativeHalfWidth().get() <= 0.02);
        // one round earlier some cell was too wide
        assertThat(result.cells())
                .anyMatch(cell -> !Precision.reached(
                        first(
                                result.sample(
                                        Metrics.THROUGHPUT,
                                        cell.environment(),
                                        cell.variant().label()),
                                n - 1),
                        0.02));
    }

    @Test
    void saysWhichCellsAreStillWideAtTheMostTrials() throws IOException {
        SuiteResult result = run(
                        suite(5, 6, 0.02),
                        id -> id.environment().equals("b") ? 100 + 40.0 * (id.number() % 2) : 100 + id.number() % 2)
                .into(into);

        assertThat(result.trials()).hasSize(6 * CELLS);
        Stopping stopping = result.stopping().orElseThrow();
        assertThat(stopping.met()).isFalse();
        assertThat(stopping.sentences().get(1))
                .startsWith("That was not met in 2 of 4 cells: b/64_nw ± 19 %, b/128_nw");
        assertThat(Warnings.of(result))
                .filteredOn(warning -> warning.kind() == Warning.Kind.PRECISION_NOT_MET)
                .hasSize(2)
                .allMatch(warning -> warning.threshold() == 0.02 && warning.number() > 0.15);
        assertThat(progress()).contains("ended at the most trials, not sure yet");
        assertThat(Files.readString(into.resolve("s/suite.json")))
                .contains("That was not met in 2 of 4 cells")
                .contains("\"met\": false");
    }

    @Test
    void statesTheRuleItsOutcomeAndItsBiasWhereverTheResultIsShown() {
        SuiteResult result = run(suite(10, 40, 0.02), scatter(0.01)).into(into);
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        result.print(new PrintStream(table, true, StandardCharsets.UTF_8));

        for (String text : List.of(
                table.toString(StandardCharsets.UTF_8),
                Report.html(result).text(),
                Report.markdown(result).text().replace("\\", ""),
                Report.latex(result).text().replace("\\", ""))) {
            assertThat(text)
                    .contains("from 10 to 40 trials of each cell")
                    .contains("That was met in every cell.")
                    .contains("slightly too narrow");
        }
        assertThat(SuiteResult.read(into.resolve("s")).stopping()).isEqualTo(result.stopping());
    }

    @Test
    void aResumedRunStopsWhereAnUninterruptedOneWould() {
        List<TrialId> whole = ids(run(suite(5, 100, 0.02), scatter(0.03)).into(into.resolve("whole")));
        Path cut = into.resolve("cut");
        assertThatIllegalStateException()
                .isThrownBy(() -> run(suite(5, 100, 0.02), scatter(0.03))
                        .listener(new ScriptedRuns.EndAfter(whole.size() - 3))
                        .into(cut));

        assertThat(SuiteResult.read(cut.resolve("s")).warnings())
                .singleElement()
                .asString()
                .contains("of at most 400");
        SuiteResult resumed = run(suite(5, 100, 0.02), scatter(0.03)).into(cut);

        assertThat(ids(resumed)).isEqualTo(whole);
        assertThat(resumed.warnings()).isEmpty();
    }

    @Test
    void aSuiteThatIsSureRunsNothingMore() {
        run(suite(5, 100, 0.02), scatter(0.03)).into(into);
        ScriptedLauncher launcher = ScriptedRuns.launcher(clock, scatter(0.03));
        run(suite(5, 200, 0.02), launcher).into(into);

        assertThat(launcher.stages()).isEmpty();
    }

    @Test
    void refusesToGoOnUnderAnotherRule() {
        run(suite(5, 100, 0.02), scatter(0.03)).into(into);

        for (Suite other : List.of(
                suite(5, 100, 0.01),
                suite(6, 100, 0.02),
                suite(5, 100, 0.02).toBuilder()
                        .untilPrecision(0.02, "gate_seconds")
                        .build(),
                suite(5, 99, 0.02))) {
            assertThatExceptionOfType(ResultException.class)
                    .isThrownBy(() -> run(other, scatter(0.03)).into(into))
                    .withMessageContaining("another suite of this name");
        }
    }

    @Test
    void anEnvironmentThatAlwaysFailsDoesNotHoldUpTheOthers() {
        ScriptedLauncher launcher = new ScriptedLauncher(
                clock,
                id -> id.environment().equals("b")
                        ? stage -> stage.exit(1, 9)
                        : stage -> stage.line(10, "BENCH_START")
                                .line(2_010, "BENCH_END")
                                .line(2_011, "throughput: " + (100 + id.number() % 2) + " MFLOPS")
                                .exit(2_020, 0));
        SuiteResult result = run(suite(5, 100, 0.02), launcher).into(into);

        assertThat(result.trials()).hasSize(5 * CELLS);
        assertThat(result.stopping().orElseThrow().unmet())
                .hasSize(2)
                .allMatch(cell -> cell.environment().equals("b") && cell.n() == 0);
    }

    @Test
    void goesOnToTheMostWhereNothingScattersOrNothingIsReported() {
        assertThat(run(suite(5, 7, 0.02), id -> 100).into(into.resolve("equal")).trials())
                .hasSize(7 * CELLS);
        Suite absent = suite(5, 7, 0.02).toBuilder()
                .untilPrecision(0.02, "energy_joules")
                .build();
        assertThat(run(absent, scatter(0.03)).into(into.resolve("absent")).trials())
                .hasSize(7 * CELLS);
    }

    @Test
    void looksAtAMetricOfOnesOwn() {
        Metric own =
                Metric.of("own", "", trial -> OptionalDouble.of(100 + trial.id().number() % 2));
        Suite suite = suite(5, 50, 0.02).toBuilder().untilPrecision(0.02, "own").build();
        SuiteResult result = run(suite, scatter(0.5)).metric(own).into(into);

        assertThat(result.trials()).hasSize(5 * CELLS);
        assertThat(result.stopping().orElseThrow().met()).isTrue();
        Stopping elsewhere = SuiteResult.read(into.resolve("s")).stopping().orElseThrow();
        assertThat(elsewhere.isJudged()).isFalse();
        assertThat(elsewhere.sentences().get(1)).contains("own is not among this result's metrics");
        assertThat(SuiteResult.read(into.resolve("s")).warnings()).isEmpty();
    }

    @Test
    void refusesAMetricThatTheRunDoesNotKnowBeforeAnythingRuns() throws IOException {
        Suite suite =
                suite(5, 50, 0.02).toBuilder().untilPrecision(0.02, "speed").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(suite, scatter(0.03)).into(into))
                .withMessageContaining("\"speed\"")
                .withMessageContaining("throughput_mflops");
        try (var files = Files.list(into)) {
            assertThat(files).isEmpty();
        }
    }

    private static Sample first(Sample sample, int n) {
        return Sample.of(
                IntStream.range(0, n).mapToDouble(i -> sample.values()[i]).toArray());
    }

    private static List<TrialId> ids(SuiteResult result) {
        return result.trials().stream().map(Trial::id).toList();
    }

    /** Normal around 100, the same for the same trial. */
    private static ToDoubleFunction<TrialId> scatter(double cv) {
        return id -> 100 * (1 + cv * new Random(id.hashCode() * 7919L).nextGaussian());
    }

    private static Suite suite(int fewest, int most, double precision) {
        return Suite.named("s")
                .environment(Environment.process("a").command("x"))
                .environment(Environment.process("b").command("x"))
                .workload(MatrixMultiplication.sizes(64, 128)
                        .warmup(Duration.ZERO)
                        .duration(Duration.ofSeconds(2)))
                .trials(fewest, most)
                .untilPrecision(precision)
                .stopDespiteDoubts()
                .seed(3)
                .build();
    }

    private SuiteRun run(Suite suite, ToDoubleFunction<TrialId> throughput) {
        return run(suite, ScriptedRuns.launcher(clock, throughput));
    }

    private SuiteRun run(Suite suite, ScriptedLauncher launcher) {
        return Krater.run(suite)
                .on(launcher)
                .clock(clock)
                .progressTo(new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    private String progress() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
