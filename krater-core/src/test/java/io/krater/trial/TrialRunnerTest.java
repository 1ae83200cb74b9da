package io.krater.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Phase;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.suite.Workload;
import io.krater.suite.WorkloadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TrialRunnerTest {
    private final ManualClock clock = new ManualClock();

    private static final Workload MATRIX =
            MatrixMultiplication.sizes(64).warmup(Duration.ofSeconds(5)).duration(Duration.ofSeconds(10));

    @Test
    void completesAndReadsWhatTheWorkloadSaid() throws InterruptedException {
        Trial trial = run(
                MATRIX,
                stage -> stage.line(100, "warming up")
                        .line(5_000, "BENCH_START")
                        .line(15_000, "bench_end")
                        .line(15_001, "iterations: 42")
                        .line(15_001, "throughput: 1234.5 MFLOPS")
                        .line(15_001, "Calculation check: passed")
                        .exit(15_010, 0));
        assertThat(trial.outcome()).isInstanceOf(Outcome.Completed.class);
        assertThat(trial.gate())
                .hasValueSatisfying(gate -> assertThat(gate.seconds()).isEqualTo(10.0));
        assertThat(trial.workloadResult().values())
                .containsEntry("iterations", 42.0)
                .containsEntry("throughput_mflops", 1234.5);
        assertThat(trial.workloadResult().valid()).hasValue(true);
        assertThat(trial.seconds(Phase.REQUESTED, Phase.BENCH_START)).hasValue(5.0);
        assertThat(trial.seconds(Phase.REQUESTED, Phase.RUNNING)).isEmpty();
    }

    @Test
    void keepsTheMomentsThatAProgramTellsOf() throws InterruptedException {
        Trial trial = run(
                MATRIX,
                stage -> stage.line(100, "MARK model.loaded")
                        .line(200, "MARK model.loaded")
                        .line(300, "MARK running ")
                        .line(400, "MARK two words")
                        .line(500, " MARK indented")
                        .line(600, "MARK " + "x".repeat(64))
                        .line(5_000, "BENCH_START")
                        .line(15_000, "BENCH_END")
                        .exit(15_010, 0));
        assertThat(trial.marks().names())
                .filteredOn(name -> name.startsWith("program."))
                .containsExactly("program.model.loaded", "program.running");
        assertThat(trial.seconds("requested", "program.model.loaded")).hasValue(0.1);
        assertThat(trial.seconds(Phase.REQUESTED, Phase.RUNNING)).isEmpty();
    }

    @Test
    void aProgramThatMarksForEverFillsNoMemory() throws InterruptedException {
        Trial trial = run(MATRIX, stage -> {
            stage.line(1, "BENCH_START");
            for (int i = 0; i < 1_000; i++) {
                stage.line(2, "MARK m" + i);
            }
            stage.line(3, "BENCH_END").exit(4, 0);
        });
        assertThat(trial.marks().names())
                .filteredOn(name -> name.startsWith("program."))
                .hasSize(100);
    }

    @Test
    void marksASampleAtEachEdgeOfTheGate() throws InterruptedException {
        ScriptedLauncher launcher = launcher(stage ->
                stage.line(1, "BENCH_START").line(2, "x").line(3, "BENCH_END").exit(4, 0));
        run(MATRIX, launcher);
        assertThat(launcher.stages().get(0).marks()).containsExactly(Phase.BENCH_START, Phase.BENCH_END);
    }

    @Test
    void timesOutWhereNothingIsEverSeen() throws InterruptedException {
        Trial trial = run(MATRIX, stage -> {});
        assertThat(trial.outcome()).isInstanceOfSatisfying(Outcome.TimedOut.class, out -> {
            assertThat(out.stage()).isEqualTo(Stage.START);
            assertThat(out.reason().message()).contains("no sign of life").contains("startTimeout");
        });
    }

    @Test
    void timesOutWhereTheGateNeverCloses() throws InterruptedException {
        Trial trial = run(MATRIX, stage -> stage.line(10, "BENCH_START"));
        assertThat(trial.outcome()).isInstanceOfSatisfying(Outcome.TimedOut.class, out -> {
            assertThat(out.stage()).isEqualTo(Stage.GATE_CLOSE);
            assertThat(out.waitedNanos()).isEqualTo(Duration.ofSeconds(50).toNanos());
            assertThat(out.reason().message()).contains("BENCH_END");
            assertThat(out.reason().lastLines()).containsExactly("BENCH_START");
        });
    }

    @Test
    void timesOutWhereTheWorkloadDoesNotEnd() throws InterruptedException {
        Trial trial = run(MATRIX, stage -> stage.line(10, "BENCH_START").line(20, "BENCH_END"));
        assertThat(trial.outcome())
                .isInstanceOfSatisfying(
                        Outcome.TimedOut.class, out -> assertThat(out.stage()).isEqualTo(Stage.EXIT));
    }

    @Test
    void removesAnExecutionThatCannotEvenBeKilled() throws InterruptedException {
        ScriptedLauncher launcher = launcher(stage -> stage.ignoringKill().line(10, "BENCH_START"));
        Trial trial = run(MATRIX, launcher);
        assertThat(trial.outcome()).isInstanceOf(Outcome.TimedOut.class);
        assertThat(launcher.open()).isZero();
    }

    @Test
    void namesACrashWithItsLastLines() throws InterruptedException {
        Trial trial = run(MATRIX, stage -> stage.line(1, "cannot allocate").exit(2, 3));
        assertThat(trial.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason().kind()).isEqualTo(Kind.CRASHED);
            assertThat(failed.reason().facts()).containsEntry("code", "3");
            assertThat(failed.reason().lastLines()).containsExactly("cannot allocate");
        });
    }

    @Test
    void saysWhichGateLineIsMissing() throws InterruptedException {
        assertThat(reason(run(MATRIX, stage -> stage.line(1, "hello").exit(2, 0))))
                .contains("without opening its gate")
                .contains("BENCH_START");
        assertThat(reason(run(MATRIX, stage -> stage.line(1, "BENCH_START").exit(2, 0))))
                .contains("without closing its gate")
                .contains("BENCH_END");
    }

    @Test
    void saysOfAGateOutOfOrderWhatIsWrongWithIt() throws InterruptedException {
        assertThat(reason(run(
                        MATRIX,
                        stage -> stage.line(1, "BENCH_END")
                                .line(2, "BENCH_START")
                                .exit(3, 0))))
                .contains("the line that closes it (BENCH_END) never came after the one that opened it");
        assertThat(reason(run(
                        MATRIX,
                        stage -> stage.line(1, "BENCH_START")
                                .line(1, "BENCH_END")
                                .exit(3, 0))))
                .contains("closed in the instant in which it opened")
                .contains("flushed");
    }

    /** A gate that is shorter than the step would otherwise be of another length, and nobody would know. */
    @Test
    void measuresNoGateInWhichTheClockWasSetBack() throws InterruptedException {
        for (long back : new long[] {3, 30}) {
            assertThat(reason(run(
                            MATRIX,
                            stage -> stage.line(1, "BENCH_START")
                                    .line(5_000, "half")
                                    .then(5_001, () -> clock.stepWallClock(-back * 1_000_000_000L))
                                    .line(6_000, "more")
                                    .line(10_000, "BENCH_END")
                                    .exit(10_001, 0))))
                    .contains("set back", "chronyc");
        }
    }

    @Test
    void failsATrialWhoseLogReaderGivesNothingOrOverflowsItsStack() throws InterruptedException {
        assertThat(reason(run(gated(log -> noResult()), TrialRunnerTest::gate))).contains("it returned null");
        assertThat(reason(run(
                        gated(log -> {
                            throw new StackOverflowError();
                        }),
                        TrialRunnerTest::gate)))
                .contains("broke on this log")
                .contains("StackOverflowError");
    }

    @SuppressWarnings("NullAway") // as code does that knows no such checks
    private static WorkloadResult noResult() {
        return null;
    }

    private static Workload gated(Function<List<String>, WorkloadResult> reader) {
        return ProgramWorkload.named("w")
                .gate(Gate.between("BENCH_START", "BENCH_END"))
                .log((variant, log) -> reader.apply(log))
                .build();
    }

    private static void gate(ScriptedLauncher.Stage stage) {
        stage.line(1, "BENCH_START").line(2, "BENCH_END").exit(3, 0);
    }

    @Test
    void failsATrialWhoseResultIsWrong() throws InterruptedException {
        Trial trial = run(
                MATRIX,
                stage -> stage.line(1, "BENCH_START")
                        .line(2, "BENCH_END")
                        .line(3, "calculation check: FAILED")
                        .exit(4, 1));
        assertThat(trial.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason().kind()).isEqualTo(Kind.WRONG_RESULT));
    }

    @Test
    void survivesALogReaderThatBreaks() throws InterruptedException {
        Workload broken = ProgramWorkload.named("p")
                .log((variant, log) -> {
                    throw new IllegalStateException("no such line");
                })
                .build();
        Trial trial = run(broken, stage -> stage.exit(5, 0));
        assertThat(trial.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason().kind()).isEqualTo(Kind.UNREADABLE_LOG);
            assertThat(failed.reason().message()).contains("\"p\"").contains("no such line");
        });
    }

    @Test
    void failsATrialWhoseGateNoSampleEncloses() throws InterruptedException {
        SampleSeries none =
                SampleSeries.builder(Map.of(Column.USAGE_USEC, "cgroup")).build();
        SampleSet set = new SampleSet(Scope.CONTAINER, none, none, 0, 0, 0, 0, Map.of("ended", "cgroup never found"));
        Trial trial = run(
                MATRIX,
                stage -> stage.samples(List.of(set))
                        .line(1, "BENCH_START")
                        .line(2, "BENCH_END")
                        .exit(4, 0));
        assertThat(trial.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason().kind()).isEqualTo(Kind.NO_SAMPLES);
            assertThat(failed.reason().facts()).containsEntry("container", "0 samples, ended: cgroup never found");
        });
    }

    @Test
    void takesTheWholeLifeAsTheGateWhereThereAreNoLines() throws InterruptedException {
        Workload program =
                ProgramWorkload.named("p").expected(Duration.ofSeconds(1)).build();
        Trial trial = run(program, stage -> stage.exit(1_500, 0));
        assertThat(trial.outcome()).isInstanceOf(Outcome.Completed.class);
        assertThat(trial.gate().orElseThrow().seconds()).isEqualTo(1.5);
    }

    @Test
    void opensTheGateAtTheStartWhereOnlyItsEndHasALine() throws InterruptedException {
        Workload program = ProgramWorkload.named("p")
                .gate(new Gate(
                        java.util.Optional.empty(), Gate.between("a", "done").end(), true))
                .build();
        Trial trial = run(program, stage -> stage.line(700, "done").exit(1_500, 0));
        assertThat(trial.gate().orElseThrow().seconds()).isEqualTo(0.7);
    }

    @Test
    void noticesThatTheWallClockWasSet() throws InterruptedException {
        Trial trial = run(
                MATRIX,
                stage -> stage.then(1, () -> clock.stepWallClock(3_000_000_000L))
                        .line(2, "BENCH_START")
                        .line(3, "BENCH_END")
                        .exit(4, 0));
        assertThat(trial.clockStepNanos()).isEqualTo(3_000_000_000L);
    }

    @Test
    void takesItsOwnSuspensionForNoStepOfTheClock() throws InterruptedException {
        Suite suite = suite(MATRIX);
        ScriptedLauncher launcher = launcher(
                stage -> stage.line(1, "BENCH_START").line(2, "BENCH_END").exit(3, 0));
        Trial trial = new TrialRunner(suite, launcher, "run", new SuspendedOnce(clock)).run(planned(suite));
        assertThat(trial.clockStepNanos()).isZero();
    }

    /** Time that goes on for 5 ms right after the first look at the wall clock. */
    private static final class SuspendedOnce implements TrialClock {
        private final ManualClock time;
        private long suspended;

        SuspendedOnce(ManualClock time) {
            this.time = time;
        }

        @Override
        public long nanoTime() {
            return time.nanoTime() + suspended;
        }

        @Override
        public long epochNanos() {
            long seen = time.epochNanos() + suspended;
            suspended = 5_000_000;
            return seen;
        }

        @Override
        public void await(Object monitor, long nanos) {
            time.await(monitor, nanos);
        }
    }

    @Test
    void blamesNoEnvironmentForALauncherThatWasInterrupted() {
        ScriptedLauncher launcher = launcher(stage -> {})
                .refusingTrials(() -> Thread.currentThread().interrupt());
        try {
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> run(MATRIX, launcher));
        } finally {
            Thread.interrupted();
        }
        assertThat(launcher.open()).isZero();
    }

    @Test
    void aRefusalEndsTheTrialAtOnceWithItsReason() throws InterruptedException {
        long begun = clock.nanoTime();
        ScriptedLauncher launcher =
                launcher(stage -> stage.refuse(30, FailureReason.of(Kind.FORBIDDEN, "the platform says no"))
                        .line(40, "BENCH_START"));
        Trial trial = run(MATRIX, launcher);
        assertThat(reason(trial)).isEqualTo("the platform says no");
        assertThat(trial.phases()).containsKey(Phase.REQUESTED);
        assertThat(clock.nanoTime() - begun).isEqualTo(30_000_000);
        assertThat(launcher.open()).isZero();
    }

    @Test
    void aLauncherThatBreaksCostsItsTrialOnly() throws InterruptedException {
        ScriptedLauncher preparing = launcher(stage -> {}).refusingTrials(() -> {
            throw new IllegalStateException("a fault of the launcher's");
        });
        assertThat(reason(run(MATRIX, preparing))).contains("preparing", "a fault of the launcher's");
        ScriptedLauncher starting = launcher(stage -> {
            stage.line(1, "warming up");
            throw new IllegalStateException("a fault of the launcher's");
        });
        assertThat(reason(run(MATRIX, starting))).contains("running", "a fault of the launcher's");
        assertThat(starting.open()).isZero();
    }

    @Test
    void keepsWhatWasMeasuredThoughTheRemovalBreaks() throws InterruptedException {
        Trial trial = run(
                MATRIX,
                stage -> stage.line(1, "BENCH_START")
                        .line(3, "BENCH_END")
                        .exit(4, 0)
                        .closing(() -> {
                            throw new IllegalStateException("a fault of the launcher's");
                        }));
        assertThat(trial.outcome()).isInstanceOf(Outcome.Completed.class);
        assertThat(trial.only().orElseThrow().facts().get("not_removed")).contains("a fault of the launcher's");
    }

    @Test
    void endsAtOnceWhenInterrupted() throws InterruptedException {
        List<TrialRunner> runner = new ArrayList<>();
        ScriptedLauncher launcher = launcher(stage ->
                stage.line(1, "BENCH_START").then(5, () -> runner.get(0).interrupt()));
        Suite suite = suite(MATRIX);
        runner.add(new TrialRunner(suite, launcher, "run", clock));
        Trial trial = runner.get(0).run(planned(suite));
        assertThat(trial.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason().kind()).isEqualTo(Kind.INTERRUPTED));
        assertThat(launcher.open()).isZero();
    }

    @Test
    void keepsALogOfAnyLengthInBoundedMemory() throws InterruptedException {
        Trial trial = run(MATRIX, stage -> {
            stage.line(1, "BENCH_START");
            for (int i = 0; i < 20_000; i++) {
                stage.line(2, "noise " + i + " ".repeat(100));
            }
            stage.line(3, "BENCH_END").line(4, "iterations: 7").exit(5, 0);
        });
        assertThat(trial.workloadResult().values()).containsEntry("iterations", 7.0);
        assertThat(trial.log().droppedLines()).isGreaterThan(15_000);
        assertThat(trial.log().lines().get(0)).isEqualTo("BENCH_START");
        assertThat(String.join("\n", trial.log().lines())).hasSizeLessThan(256 * 1024);
    }

    private static String reason(Trial trial) {
        return ((Outcome.Failed) trial.outcome()).reason().message();
    }

    private Trial run(Workload workload, ScriptedLauncher.Script script) throws InterruptedException {
        return run(workload, launcher(script));
    }

    private Trial run(Workload workload, ScriptedLauncher launcher) throws InterruptedException {
        Suite suite = suite(workload);
        return new TrialRunner(suite, launcher, "run", clock).run(planned(suite));
    }

    private ScriptedLauncher launcher(ScriptedLauncher.Script script) {
        return new ScriptedLauncher(clock, id -> script);
    }

    private static Suite suite(Workload workload) {
        return Suite.named("s")
                .environment(Environment.process("e").command("x"))
                .workload(workload)
                .build();
    }

    private static PlannedTrial planned(Suite suite) {
        return TrialPlan.of(suite, 1).trials().get(0);
    }
}
