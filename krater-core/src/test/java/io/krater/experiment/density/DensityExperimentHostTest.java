package io.krater.experiment.density;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.krater.Krater;
import io.krater.experiment.RuntimeCpu;
import io.krater.experiment.RuntimeProcesses;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.trial.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, held and read. */
@Tag("host")
class DensityExperimentHostTest {
    @TempDir
    private Path folder;

    private static DensityBuilder experiment() {
        return DensityExperiment.named("held")
                .environment(Environment.process("sh").command("sh", "-c", "echo here; exec sleep 100000"))
                .densities(1, 6)
                .levels(3)
                .batch(4)
                .ramps(2)
                .idle(Duration.ofMillis(20))
                .settle(new SettleRule(0.5, Duration.ofMillis(20), Duration.ofSeconds(20)));
    }

    @Test
    void memoryOfWhatIsHeldIsReadAndNothingIsLeft() throws Exception {
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result =
                    Krater.run(experiment().build()).on(launcher).quiet().into(folder);
            assertThat(result.trials())
                    .hasSize(8)
                    .allMatch(trial -> trial.outcome().isCompleted());
            Trial six = trial(result, "density_0006");
            assertThat(six.instances()).hasSize(6);
            assertThat(DensityExperiment.PSS_PER_CONTAINER.of(six).orElseThrow())
                    .isGreaterThan(4096);
            assertThat(requireNonNull(six.whole().figures().get("processes")).value())
                    .isGreaterThanOrEqualTo(6);
            assertThat(requireNonNull(six.whole().figures().get("rss_total")).value())
                    .isGreaterThanOrEqualTo(requireNonNull(six.whole().figures().get("pss_total"))
                            .value());
            assertThat(six.whole().figures()).containsKeys("mem_available", "idle_host_cores", "idle_runtime_cores");
            assertThat(trial(result, "density_0006_con_003").instances()).hasSize(3);
            assertThat(six.instances())
                    .allSatisfy(instance -> assertThat(Files.exists(
                                    Path.of("/proc", instance.facts().get("pid"))))
                            .isFalse());
            assertThat(Krater.run(experiment().build())
                            .on(launcher)
                            .quiet()
                            .into(folder)
                            .trials())
                    .isEqualTo(result.trials());
        }
    }

    private static Trial trial(SuiteResult result, String variant) {
        return result.trials().stream()
                .filter(one -> one.id().variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void processesAreFoundByPatternAndTheirCpuTimeIsRead() throws Exception {
        String mark = "mark" + System.nanoTime();
        Process process = new ProcessBuilder("sh", "-c", "echo; while :; do :; done", mark).start();
        try {
            assertThat(process.inputReader().readLine()).isEmpty();
            RuntimeProcesses processes = RuntimeProcesses.matching(mark);
            assertThat(processes.pids(List.of())).containsExactly(process.pid());
            RuntimeCpu before = RuntimeCpu.of(processes, List.of());
            double grown = 0;
            for (long until = System.nanoTime() + 60_000_000_000L; grown == 0 && System.nanoTime() < until; ) {
                Thread.onSpinWait();
                grown = RuntimeCpu.of(processes, List.of()).millisSince(before);
            }
            assertThat(grown).isPositive();
            assertThat(new ThisHost().memory(processes, List.of()).pss()).isPositive();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void stateOfSamepageMergingIsRecorded() throws Exception {
        Path ksm = Files.createDirectory(folder.resolve("ksm"));
        assertThat(Ksm.facts(ksm)).containsEntry("ksm", "this kernel has none");
        Files.writeString(ksm.resolve("run"), "1\n");
        Files.writeString(ksm.resolve("pages_sharing"), "1234\n");
        assertThat(Ksm.facts(ksm)).containsEntry("ksm_run", "1").containsEntry("ksm_pages_sharing", "1234");
    }
}
