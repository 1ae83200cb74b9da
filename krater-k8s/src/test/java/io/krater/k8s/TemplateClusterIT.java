package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.krater.Krater;
import io.krater.launch.FailureReason;
import io.krater.launch.Phase;
import io.krater.result.SuiteResult;
import io.krater.suite.Gate;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods whose template puts containers before and beside the one that is measured: its phases and figures are its own. */
class TemplateClusterIT {
    private static final double INIT_SECONDS = 1.5;
    /** Half a CPU's worth of nothing, then a known little: what a sidecar burns would show. */
    private static final String WORKLOAD = "echo BENCH_START; sleep 2; echo BENCH_END";

    private static TestCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        cluster = TestCluster.create("template");
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    /** Whether the launcher reads the node's own files. */
    boolean seesTheNode() {
        return false;
    }

    private static Container shell(String name, String script) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(TestCluster.SHELL)
                .withImagePullPolicy("Never")
                .withCommand("/bin/sh", "-c", script)
                .build();
    }

    private Trial run(UnaryOperator<Pod> template) throws Exception {
        try (KubernetesLauncher launcher =
                cluster.builder().customisePod(template).connect()) {
            SuiteResult result = Krater.run(TestCluster.script(
                                    WORKLOAD, Gate.between("BENCH_START", "BENCH_END"), Duration.ofSeconds(3))
                            .build())
                    .on(launcher)
                    .quiet()
                    .into(folder);
            return result.trials().get(0);
        }
    }

    private static double seconds(Trial trial, Phase from, Phase to) {
        return (at(trial, to) - at(trial, from)) / 1e9;
    }

    private static long at(Trial trial, Phase phase) {
        return java.util.Objects.requireNonNull(trial.phases().get(phase), phase.label())
                .epochNanos();
    }

    private void isTheWorkloads(Trial trial, double after) {
        assertThat(trial.outcome()).as("%s", trial.outcome()).isInstanceOf(Outcome.Completed.class);
        System.out.printf("%s %s%n", seesTheNode() ? "node" : "here", trial.facts());
        assertThat(seconds(trial, Phase.REQUESTED, Phase.FIRST_OUTPUT)).isGreaterThan(after);
        assertThat(seconds(trial, Phase.REQUESTED, Phase.CONTAINER_CREATED)).isGreaterThan(after);
        assertThat(seconds(trial, Phase.CONTAINER_CREATED, Phase.FIRST_OUTPUT))
                .isBetween(-1.5, seesTheNode() ? 1.5 : 4.0); // an event arrives late on a busy machine
        if (seesTheNode()) {
            String id = trial.facts().getOrDefault("container_id", "").replaceAll(".*/", "");
            assertThat(trial.facts().get("container_cgroup")).contains(id);
            var samples = java.util.Objects.requireNonNull(trial.samples().get(io.krater.sample.Scope.CONTAINER))
                    .fast();
            double covered = (samples.epochNanos(samples.size() - 1) - samples.epochNanos(0)) / 1e9;
            assertThat(covered).isGreaterThan(1.9);
            // a sleeping shell; the containers before and beside it burn a CPU as long as they live
            long used = samples.value(io.krater.sample.Column.USAGE_USEC, samples.size() - 1);
            assertThat(used / 1e6).isLessThan(0.5);
        }
    }

    private static final String BURN = "end=$(($(date +%s) + 2)); while [ $(date +%s) -lt $end ]; do :; done";

    @Test
    void measuresTheWorkloadAfterAnInitContainer() throws Exception {
        isTheWorkloads(
                run(pod -> new PodBuilder(pod)
                        .editSpec()
                        .addToInitContainers(shell("first", BURN))
                        .endSpec()
                        .build()),
                INIT_SECONDS - 0.5);
    }

    @Test
    void measuresTheWorkloadBesideASidecarThatIsNative() throws Exception {
        isTheWorkloads(
                run(pod -> new PodBuilder(pod)
                        .editSpec()
                        .addToInitContainers(new ContainerBuilder(shell("beside", BURN + "; sleep 600"))
                                .withRestartPolicy("Always")
                                .build())
                        .endSpec()
                        .build()),
                0);
    }

    @Test
    void measuresTheWorkloadBesideASidecar() throws Exception {
        isTheWorkloads(
                run(pod -> new PodBuilder(pod)
                        .editSpec()
                        .addToContainers(0, shell("beside", BURN + "; sleep 600"))
                        .endSpec()
                        .build()),
                0);
    }

    @Test
    void saysWhichInitContainerFailedAndItsLastLines() throws Exception {
        Trial trial = run(pod -> new PodBuilder(pod)
                .editSpec()
                .addToInitContainers(shell("fetch", "echo no such data set; exit 7"))
                .endSpec()
                .build());
        FailureReason reason = ((Outcome.Failed) trial.outcome()).reason();
        assertThat(reason.message()).contains("fetch", "exit code 7");
        assertThat(reason.lastLines()).contains("no such data set");
    }

    @Test
    void tellsWhatATemplateChangedOfWhatWasAskedFor() throws Exception {
        Trial trial = run(pod -> new PodBuilder(pod)
                .editSpec()
                .withActiveDeadlineSeconds(500L)
                .endSpec()
                .build());
        assertThat(trial.outcome()).isInstanceOf(Outcome.Completed.class);
        assertThat(trial.facts().get("pod_changed")).contains("activeDeadlineSeconds is 500");
    }
}
