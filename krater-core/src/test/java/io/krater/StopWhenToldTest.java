package io.krater;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.krater.metric.Metrics;
import io.krater.plan.TrialId;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.result.compare.MetricComparison;
import io.krater.result.model.ResultException;
import io.krater.result.model.Stopping;
import io.krater.result.warning.Warning;
import io.krater.result.warning.Warnings;
import io.krater.stats.IntervalMethod;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.compare.TestRule;
import io.krater.stats.compare.Verdict;
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
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopWhenToldTest {
    private static final Map<String, Double> DIFFERENT = Map.of("a", 100.0, "b", 80.0, "c", 120.0);
    private static final Map<String, Double> EQUAL = Map.of("a", 100.0, "b", 100.0, "c", 100.0);

    private final ManualClock clock = new ManualClock();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @TempDir
    private Path into;

    @Test
    void endsWhenEveryDifferenceIsTold() {
        SuiteResult result = run(suite(s -> s.trials(5, 60).untilVerdict()), normal(DIFFERENT, 0.05))
                .into(into);

        int n = result.sample(Metrics.THROUGHPUT, "a", "64_nw").size();
        assertThat(n).isBetween(5, 30);
        assertThat(result.cells()).allMatch(cell -> cell.completed().size() == n);
        Stopping stopping = result.stopping().orElseThrow();
        assertThat(stopping.met()).isTrue();
        assertThat(stopping.pairs())
                .extracting(pair -> pair.environment() + " " + pair.reference() + " " + pair.variant())
                .containsExactly("b a 64_nw", "c a 64_nw", "b a 128_nw", "c a 128_nw");
        assertThat(progress())
                .contains("stopped when sure after " + n
                        + " trials of each cell: every verdict on throughput_mflops is told");
    }

    @Test
    void theComparisonTellsWhatTheSuiteStoppedBy() {
        SuiteResult result = run(suite(s -> s.trials(5, 60).untilVerdict(0.05)), normal(DIFFERENT, 0.05))
                .into(into);

        MetricComparison comparison = result.compare(Metrics.THROUGHPUT);
        for (Stopping.PairAnswer answer : result.stopping().orElseThrow().pairs()) {
            PairComparison pair = comparison
                    .pair(answer.variant(), answer.environment(), answer.reference())
                    .orElseThrow();
            assertThat(pair.verdict()).isNotEqualTo(Verdict.CANNOT_TELL);
            assertThat(pair.decisive().get()).isEqualTo(answer.interval().get());
            assertThat(pair.decisive().get().method()).isEqualTo(IntervalMethod.CONFIDENCE_SEQUENCE);
        }
        assertThat(comparison.slices().get(0).comparison().pairs().get()).hasSize(2);
        assertThat(comparison.slices().get(0).comparison().settings().margin()).hasValue(0.05);
        // another metric did not decide anything
        assertThat(result.compare(Metrics.GATE_TIME)
                        .slices()
                        .get(0)
                        .comparison()
                        .settings()
                        .rule())
                .isEqualTo(TestRule.AS_RANDOMISED);
    }

    @Test
    void equalOnesEndByTheMarginAndRunToTheMostWithoutOne() {
        SuiteResult same = run(suite(s -> s.trials(5, 80).untilVerdict(0.05)), normal(EQUAL, 0.02))
                .into(into.resolve("margin"));
        assertThat(same.cells().get(0).completed()).hasSizeLessThan(80);
        assertThat(same.compare(Metrics.THROUGHPUT).slices())
                .allSatisfy(slice ->
                        assertThat(slice.comparison().pairs().get()).allMatch(pair -> pair.verdict() == Verdict.SAME));

        SuiteResult open = run(suite(s -> s.trials(5, 8).untilVerdict()), normal(EQUAL, 0.02))
                .into(into.resolve("none"));
        assertThat(open.cells()).allMatch(cell -> cell.completed().size() == 8);
        assertThat(progress()).contains("ended at the most trials, not sure yet: 4 of 4 verdicts on throughput_mflops");
        assertThat(Warnings.of(open))
                .filteredOn(warning -> warning.kind() == Warning.Kind.VERDICT_NOT_TOLD)
                .hasSize(4)
                .allMatch(warning -> warning.text().startsWith("the suite ended with 8 of at most 8 trials"));
        assertThat(open.stopping().orElseThrow().sentences().get(1)).startsWith("Not told: b against a in 64_nw (");
    }

    @Test
    void statesTheRuleAndItsOutcomeWhereverTheResultIsShown() throws IOException {
        SuiteResult result = run(suite(s -> s.trials(5, 60).untilVerdict(0.03)), normal(DIFFERENT, 0.02))
                .into(into);
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        result.print(new PrintStream(table, true, StandardCharsets.UTF_8));

        for (String text : List.of(
                table.toString(StandardCharsets.UTF_8),
                Report.html(result).text(),
                Report.markdown(result).text().replace("\\", ""),
                Report.latex(result).text().replace("\\", ""))) {
            assertThat(text)
                    .contains("how it differs from the first one in throughput_mflops: by at least 3 %, or the same")
                    .contains("Every verdict was told.")
                    .contains("hold at every look")
                    .doesNotContain("slightly too narrow");
        }
        assertThat(Report.html(result).text()).contains("Trials went on until they could tell, so pairs are judged");
        assertThat(Files.readString(into.resolve("s/suite.json")))
                .contains("\"until\": \"verdict\"")
                .contains("\"margin\": 0.03")
                .contains("\"told\": true");
        assertThat(SuiteResult.read(into.resolve("s")).stopping()).isEqualTo(result.stopping());
        assertThat(SuiteResult.read(into.resolve("s")).warnings()).isEmpty();
    }

    @Test
    void aResumedRunStopsWhereAnUninterruptedOneWould() {
        Suite suite = suite(s -> s.trials(5, 60).untilVerdict());
        List<TrialId> whole = ids(run(suite, normal(DIFFERENT, 0.08)).into(into.resolve("whole")));
        Path cut = into.resolve("cut");
        // between two blocks, so that no pair is torn apart
        assertThatIllegalStateException()
                .isThrownBy(() -> run(suite, normal(DIFFERENT, 0.08))
                        .listener(new ScriptedRuns.EndAfter(whole.size() - 6))
                        .into(cut));
        assertThat(SuiteResult.read(cut.resolve("s")).warnings())
                .singleElement()
                .asString()
                .contains("of at most 360");

        assertThat(ids(run(suite, normal(DIFFERENT, 0.08)).into(cut))).isEqualTo(whole);
        ScriptedLauncher again = ScriptedRuns.launcher(clock, normal(DIFFERENT, 0.08));
        run(suite, again).into(cut);
        assertThat(again.stages()).isEmpty();
    }

    @Test
    void aBlockThatARestartTearsApartMakesNoPair() {
        Suite suite = suite(s -> s.trials(5, 5).untilVerdict());
        assertThatIllegalStateException()
                .isThrownBy(() -> run(suite, normal(DIFFERENT, 0.05))
                        .listener(new ScriptedRuns.EndAfter(1))
                        .into(into));
        SuiteResult resumed = run(suite, normal(DIFFERENT, 0.05)).into(into);

        String torn = resumed.trials().get(0).id().variant();
        for (Stopping.PairAnswer answer : resumed.stopping().orElseThrow().pairs()) {
            PairComparison pair = resumed.compare(Metrics.THROUGHPUT)
                    .pair(answer.variant(), answer.environment(), answer.reference())
                    .orElseThrow();
            assertThat(answer.interval().isComputed()).isEqualTo(pair.effect().isComputed());
            if (answer.interval().isComputed()) {
                assertThat(pair.decisive().get()).isEqualTo(answer.interval().get());
            }
        }
        assertThat(resumed.compare(Metrics.THROUGHPUT)
                        .pair(torn, "b", "a")
                        .orElseThrow()
                        .choice()
                        .why())
                .contains("4 of 6 blocks");
    }

    @Test
    void refusesToGoOnUnderAnotherRule() {
        run(suite(s -> s.trials(5, 60).untilVerdict()), normal(DIFFERENT, 0.05)).into(into);
        for (Suite other : List.of(
                suite(s -> s.trials(5, 60).untilVerdict(0.02)),
                suite(s -> s.trials(20, 60).untilPrecision(0.02)),
                suite(s -> s.trials(6, 60).untilVerdict()),
                suite(s -> s.trials(60)))) {
            assertThatExceptionOfType(ResultException.class)
                    .isThrownBy(() -> run(other, normal(DIFFERENT, 0.05)).into(into))
                    .withMessageContaining("another suite of this name");
        }
    }

    @Test
    void anEnvironmentThatAlwaysFailsDoesNotHoldUpTheOthers() {
        ScriptedLauncher launcher = new ScriptedLauncher(
                clock,
                id -> id.environment().equals("c")
                        ? stage -> stage.exit(1, 9)
                        : stage -> stage.line(10, "BENCH_START")
                                .line(2_010, "BENCH_END")
                                .line(
                                        2_011,
                                        "throughput: " + normal(DIFFERENT, 0.02).applyAsDouble(id) + " MFLOPS")
                                .exit(2_020, 0));
        SuiteResult result =
                run(suite(s -> s.trials(5, 40).untilVerdict()), launcher).into(into);

        assertThat(result.cells().get(0).completed()).hasSizeLessThan(40);
        Stopping stopping = result.stopping().orElseThrow();
        assertThat(stopping.hasEnded()).isTrue();
        assertThat(stopping.met()).isFalse();
        assertThat(stopping.sentences().get(1)).isEqualTo("Not told: c/64_nw (no value), c/128_nw (no value).");
    }

    @Test
    void refusesAMetricThatTheRunDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(suite(s -> s.trials(5, 60).untilVerdict("speed")), normal(EQUAL, 0.02))
                        .into(into))
                .withMessageContaining("untilVerdict looks at metric \"speed\"");
    }

    @Test
    void precisionIsNotLookedAtBeforeTwentyTrials() {
        SuiteResult quiet = run(suite(s -> s.trials(5, 60).untilPrecision(0.02)), StopWhenToldTest::steady)
                .into(into);
        assertThat(quiet.cells()).allMatch(cell -> cell.completed().size() == 20);
        assertThat(quiet.stopping().orElseThrow().sentences().get(0)).contains("looked at from 20 trials on");
    }

    @Test
    void precisionIsNotBelievedWhileTrialsAreFarOffOrDependOnOneAnother() {
        Suite suite = suite(s -> s.trials(20, 24).untilPrecision(0.2));
        SuiteResult outlier = run(
                        suite, id -> id.number() == 5 && id.environment().equals("b") ? 50 : steady(id))
                .into(into.resolve("outlier"));
        assertThat(outlier.cells()).allMatch(cell -> cell.completed().size() == 24);
        assertThat(outlier.stopping().orElseThrow().sentences().get(1))
                .startsWith("That was not met in 2 of 6 cells: b/64_nw ± ")
                .contains(" % with trials far off");
        assertThat(progress()).contains("; narrow, but b/64_nw with trials far off, b/128_nw with trials far off");
        assertThat(Warnings.of(outlier))
                .filteredOn(warning -> warning.kind() == Warning.Kind.PRECISION_NOT_MET)
                .hasSize(2)
                .allMatch(warning -> warning.text().endsWith("with trials far off"));

        SuiteResult wave =
                run(suite, id -> 100 + 10 * Math.sin(id.number() / 3.0)).into(into.resolve("wave"));
        assertThat(wave.cells()).allMatch(cell -> cell.completed().size() == 24);
        assertThat(wave.stopping().orElseThrow().sentences().get(1)).contains("of trials that depend on one another");

        Suite told = suite(s -> s.trials(5, 24).untilPrecision(0.2).stopDespiteDoubts());
        SuiteResult anyway = run(told, id -> id.number() == 5 ? 90 : steady(id)).into(into.resolve("anyway"));
        assertThat(anyway.cells()).allMatch(cell -> cell.completed().size() == 5);
        assertThat(anyway.stopping().orElseThrow().sentences().get(0)).contains("whatever the trials looked like");
    }

    private static double steady(TrialId id) {
        return 100 + new Random(id.hashCode() * 7919L).nextDouble();
    }

    private static List<TrialId> ids(SuiteResult result) {
        return result.trials().stream().map(Trial::id).toList();
    }

    /** Normal around each environment's mean, the same for the same trial. */
    private static ToDoubleFunction<TrialId> normal(Map<String, Double> means, double cv) {
        return id -> requireNonNull(means.get(id.environment()))
                * (1 + cv * new Random(id.toString().hashCode() * 7919L).nextGaussian());
    }

    private static Suite suite(UnaryOperator<Suite.Builder> rule) {
        Suite.Builder suite = Suite.named("s")
                .workload(MatrixMultiplication.sizes(64, 128)
                        .warmup(Duration.ZERO)
                        .duration(Duration.ofSeconds(2)))
                .seed(3);
        List.of("a", "b", "c")
                .forEach(name -> suite.environment(Environment.process(name).command("x")));
        return rule.apply(suite).build();
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
