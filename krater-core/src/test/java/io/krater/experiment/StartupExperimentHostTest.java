package io.krater.experiment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.Phase;
import io.krater.launch.process.ProcessLauncher;
import io.krater.metric.Aggregate;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.trial.Exclusion;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bursts of real processes. */
@Tag("host")
class StartupExperimentHostTest {
    @TempDir
    private Path folder;

    private static StartupExperiment.Builder experiment(String... command) {
        return StartupExperiment.named("burst")
                .environment(Environment.process("sh").command(command))
                .levels(1, 5)
                .rounds(2)
                .seed(1);
    }

    @Test
    void everyInstanceOfARoundIsTimedAndThePreWarmRoundIsSetAside() {
        StartupExperiment experiment =
                experiment("sh", "-c", "echo here; sleep 1000").build();
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result = Krater.run(experiment).on(launcher).quiet().into(folder);
            assertThat(result.trials())
                    .hasSize(6)
                    .allMatch(trial -> trial.outcome().isCompleted());
            assertThat(result.exclusions()).hasSize(2).allSatisfy(exclusion -> {
                assertThat(exclusion.trial().number()).isEqualTo(1);
                assertThat(exclusion.origin()).isEqualTo(Exclusion.Origin.RULE);
            });
            assertThat(result.sample(experiment.makespan(), "sh", "con_005").size())
                    .isEqualTo(2);
            Trial five = result.trials().stream()
                    .filter(trial -> trial.id().variant().equals("con_005"))
                    .findFirst()
                    .orElseThrow();
            assertThat(five.instances()).hasSize(5).allSatisfy(instance -> {
                assertThat(instance.seconds(Phase.REQUESTED, Phase.FIRST_OUTPUT))
                        .isPresent();
                // the moment of the first output is told before the line itself
                assertThat(instance.log().lines()).isSubsetOf("here");
            });
            assertThat(experiment.makespan().of(five).orElseThrow())
                    .isGreaterThanOrEqualTo(
                            experiment.latency(Aggregate.MAX).of(five).orElseThrow());
            assertThat(five.whole().figures()).containsKeys("request_skew", "host_cpu_per_instance");
        }
    }

    @Test
    void instancesThatNeverBecomeReadyAreNamedAndFailTheRound() {
        StartupExperiment experiment = experiment("sh", "-c", "exit 3").build();
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result = Krater.run(experiment).on(launcher).quiet().into(folder);
            assertThat(result.trials()).noneMatch(trial -> trial.outcome().isCompleted());
            assertThat(result.trials().get(0).outcome().toString()).contains("were not ready (1");
        }
    }

    @Test
    void aSecondRunKeepsWhatIsThere() {
        StartupExperiment experiment =
                experiment("sh", "-c", "echo here; sleep 1000").build();
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult first = Krater.run(experiment).on(launcher).quiet().into(folder);
            SuiteResult second = Krater.run(experiment).on(launcher).quiet().into(folder);
            assertThat(second.parts()).hasSize(2);
            assertThat(second.trials()).isEqualTo(List.copyOf(first.trials()));
        }
    }

    @Test
    void cpuTimeOfNamedProcessesIsReadBesideTheHosts() {
        StartupExperiment experiment = experiment("sh", "-c", "echo here; sleep 1000")
                .cpuOf("instances", RuntimeProcesses.ofInstances())
                .cpuOf("nobody", RuntimeProcesses.inCgroup(folder.resolve("absent")))
                .build();
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result = Krater.run(experiment).on(launcher).quiet().into(folder);
            Trial trial = result.trials().get(0);
            assertThat(requireNonNull(trial.whole().figures().get("cpu_instances_per_instance"))
                            .value())
                    .isNotNegative();
            assertThat(trial.whole().figures()).doesNotContainKey("cpu_nobody_per_instance");
            assertThat(trial.whole().facts().get("cpu_nobody_problem")).contains("absent");
            assertThat(SuiteResult.read(folder.resolve("burst")).metrics())
                    .extracting(metric -> metric.name())
                    .contains("makespan_seconds", "cpu_instances_per_instance");
        }
    }
}
