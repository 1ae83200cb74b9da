package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.krater.launch.Launcher;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.SuiteResult;
import io.krater.result.model.ResultException;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Suite;
import io.krater.trial.ManualClock;
import io.krater.trial.ScriptedLauncher;
import io.krater.trial.Trial;
import io.krater.trial.TrialListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteRunTest {
    private final ManualClock clock = new ManualClock();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @TempDir
    private Path into;

    @Test
    void runsAllTrialsAndReadsThemBack() {
        SuiteResult result = run(suite(3), works()).into(into);
        assertThat(result.trials())
                .hasSize(12)
                .allMatch(trial -> trial.outcome().isCompleted());
        assertThat(result.sample(Metrics.THROUGHPUT, "a", "64_nw").size()).isEqualTo(3);
        assertThat(into.resolve("s/trials.csv")).exists();
        assertThat(into.resolve("s/samples.csv")).exists();
        assertThat(text()).contains("12 trials to run").contains("[12/12]");
    }

    @Test
    void runsOnlyWhatIsMissing() {
        run(suite(2), works()).into(into);
        ScriptedLauncher launcher = works();
        SuiteResult result = run(suite(3), launcher).into(into);
        assertThat(launcher.stages()).hasSize(4);
        assertThat(result.trials()).hasSize(12);
        assertThat(text()).contains("4 trials to run (8 kept from an earlier run)");
    }

    @Test
    void runsFailedTrialsAgainAndCountsTheirFirstAttempts() {
        run(
                        suite(1),
                        new ScriptedLauncher(
                                clock,
                                id -> stage -> stage.exit(1, id.environment().equals("a") ? 9 : 0)))
                .into(into);
        assertThat(text()).contains("FAILED CRASHED: exit code 9");
        SuiteResult result = run(suite(1), works()).into(into);
        assertThat(result.cell("a", "64_nw")).hasValueSatisfying(cell -> {
            assertThat(cell.completed()).hasSize(1);
            assertThat(cell.failures()).isEqualTo(1);
        });
    }

    @Test
    void keepsTheOrderOfTheFirstRunOnResumption() {
        SuiteResult first = run(suite(1), works()).into(into);
        SuiteResult both = run(suite(2), works()).into(into);
        assertThat(both.seed()).isEqualTo(first.seed());
        assertThat(both.trials().subList(0, 4))
                .extracting(Trial::id)
                .isEqualTo(first.trials().stream().map(Trial::id).toList());
    }

    @Test
    void refusesAnotherSuiteInTheSameFolder() {
        run(suite(1), works()).into(into);
        Suite other = suite(1).toBuilder().sampleEvery(Duration.ofMillis(50)).build();
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> run(other, works()).into(into))
                .withMessageContaining("s");
    }

    @Test
    void tellsListenersInOrder() {
        List<String> heard = new ArrayList<>();
        run(suite(1), works())
                .listener(new TrialListener() {
                    @Override
                    public void suiteStarted(TrialPlan plan, int kept) {
                        heard.add("start " + plan.trials().size() + " " + kept);
                    }

                    @Override
                    public void trialStarted(PlannedTrial trial) {
                        heard.add("trial");
                    }

                    @Override
                    public void trialFinished(Trial trial) {
                        heard.add("finished");
                    }

                    @Override
                    public void suiteFinished() {
                        heard.add("end");
                    }
                })
                .into(into);
        assertThat(heard)
                .startsWith("start 4 0", "trial", "finished", "trial")
                .endsWith("finished", "end")
                .hasSize(10);
    }

    @Test
    void saysThatItWasInterruptedEvenBeforeTheFirstTrial() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(RunInterruptedException.class)
                    .isThrownBy(() -> run(suite(1), works()).into(into))
                    .withMessageContaining("interrupted")
                    .withMessageContaining("run the same suite into the same folder to go on");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void countsNoTrialAsFailedThatWasInterruptedBeforeItBegan() {
        Thread run = Thread.currentThread();
        try {
            assertThatExceptionOfType(RunInterruptedException.class)
                    .isThrownBy(() -> run(suite(2), works())
                            .listener(new TrialListener() {
                                @Override
                                public void trialFinished(Trial trial) {
                                    run.interrupt();
                                }
                            })
                            .into(into))
                    .withMessageContaining("1 of 8 trials are complete");
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(SuiteResult.read(into.resolve("s")).trials())
                .singleElement()
                .satisfies(trial -> assertThat(trial.outcome().isCompleted()).isTrue());
    }

    @Test
    void stopsAtTheTrialThatCannotBeKeptBecauseTheFolderIsGone() {
        ScriptedLauncher launcher = works();
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> run(suite(3), launcher)
                        .listener(new TrialListener() {
                            private int finished;

                            @Override
                            public void trialFinished(Trial trial) {
                                if (++finished == 2) {
                                    assertThat(into.resolve("s")
                                                    .toFile()
                                                    .renameTo(into.resolve("moved")
                                                            .toFile()))
                                            .isTrue();
                                }
                            }
                        })
                        .into(into))
                .withMessageContaining(into.resolve("s") + " is no longer the one that this run opened")
                .withMessageContaining("the 2 completed trials stored before");
        assertThat(launcher.stages()).hasSize(3);
        assertThat(into.resolve("s")).doesNotExist();
        assertThat(SuiteResult.read(into.resolve("moved")).trials()).hasSize(2);
    }

    @Test
    void saysWhatStandsInTheWayOfItsFolder() throws Exception {
        Path file = Files.writeString(into.resolve("file"), "x");
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> run(suite(1), works()).into(file))
                .withMessageContaining(file + " is in the way and no folder");
    }

    @Test
    void restsBetweenTrialsButNotBeforeTheFirst() {
        long before = clock.nanoTime();
        run(suite(1).toBuilder().pause(Duration.ofSeconds(100)).build(), works())
                .into(into);
        assertThat((clock.nanoTime() - before) / 1_000_000_000L).isBetween(300L, 399L);
    }

    @Test
    void refusesToRunWithoutALauncher() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Krater.run(suite(1)).into(into))
                .withMessageContaining("on(launcher)");
    }

    @Test
    void refusesTwoMetricsOfOneName() {
        Metric twin = Metric.of("throughput_mflops", "x", trial -> OptionalDouble.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Krater.run(suite(1)).metric(twin))
                .withMessageContaining("\"throughput_mflops\"");
    }

    @Test
    void printsATableThatFitsEightyColumnsAndSaysMoreInAWideOne() {
        SuiteResult result = run(suite(3), works()).into(into);
        ByteArrayOutputStream narrow = new ByteArrayOutputStream();
        result.print(new PrintStream(narrow, true, StandardCharsets.UTF_8), Metrics.all(), 80);
        assertThat(narrow.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.contains("throughput_mflops (MFLOPS), higher is better"));
        ByteArrayOutputStream wide = new ByteArrayOutputStream();
        result.print(new PrintStream(wide, true, StandardCharsets.UTF_8), Metrics.all(), 200);
        assertThat(wide.toString(StandardCharsets.UTF_8)).contains("median");
    }

    @Test
    void leavesNoFolderBehindWhereThePreflightFails() throws Exception {
        Launcher launcher = works().refusing("no such program", "install it");
        assertThatExceptionOfType(PreflightException.class)
                .isThrownBy(() -> run(suite(1), launcher).into(into))
                .withMessageContaining("no such program")
                .withMessageContaining("install it");
        try (var files = Files.list(into)) {
            assertThat(files).isEmpty();
        }
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    private SuiteRun run(Suite suite, Launcher launcher) {
        return Krater.run(suite)
                .on(launcher)
                .clock(clock)
                .progressTo(new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    private ScriptedLauncher works() {
        return new ScriptedLauncher(
                clock,
                id -> stage -> stage.line(10, "BENCH_START")
                        .line(2_010, "BENCH_END")
                        .line(2_011, "throughput: " + (1000 + clock.nanoTime() % 977) + " MFLOPS")
                        .exit(2_020, 0));
    }

    private static Suite suite(int trials) {
        return Suite.named("s")
                .environment(Environment.process("a").command("x"))
                .environment(Environment.process("b").command("y"))
                .workload(MatrixMultiplication.sizes(64, 128)
                        .warmup(Duration.ZERO)
                        .duration(Duration.ofSeconds(2)))
                .trials(trials)
                .build();
    }
}
