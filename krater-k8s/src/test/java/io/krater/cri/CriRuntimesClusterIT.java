package io.krater.cri;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.k8s.TestCluster;
import io.krater.launch.Phase;
import io.krater.sample.Column;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.Resources;
import io.krater.trial.GatedColumn;
import io.krater.trial.Trial;
import io.krater.trial.TrialClock;
import io.krater.trial.TrialRunner;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** KRATER's matrix suite under every runtime of the testbed, straight through a node's containerd. */
@Isolated
@Tag("node")
@Tag("long") // stops the kubelet, on which the tests beside it depend
class CriRuntimesClusterIT {
    private static CriLauncher launcher;
    private static TestRuntime runtime;

    @BeforeAll
    static void connect() throws Exception {
        runtime = TestRuntime.open();
        launcher = CriLauncher.connect();
    }

    @AfterAll
    static void disconnect() throws Exception {
        launcher.close();
        assertThat(runtime.leftBehind()).isEmpty();
        runtime.close();
    }

    @ParameterizedTest
    @CsvSource({"default, 2", "crun, 2", "wasmedge, 2"})
    void measuresTheMatrixWorkload(String handler, int seconds) throws Exception {
        String image = handler.equals("wasmedge") ? TestCluster.WASM : TestCluster.STATIC;
        var suite = TestCluster.matrix(
                        seconds, Environment.pod(handler).image(image).runtimeClass(handler))
                .limits(Resources.cpu("400m").memory("64Mi"))
                .build();
        assertThat(launcher.preflight(suite)).noneMatch(check -> check.state() == io.krater.launch.Check.State.ERROR);

        Trial trial = new TrialRunner(suite, launcher, "it", TrialClock.system()).run(TestCluster.first(suite));

        assertThat(trial.outcome().isCompleted()).as(trial.outcome().toString()).isTrue();
        GatedColumn usage = trial.gated(Scope.CONTAINER, Column.USAGE_USEC).orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%-9s %2d s: coverage %.4f, gate %.3f s, %d samples, cold start %.3f s, run %s create %s start %s ms%n",
                handler,
                seconds,
                usage.coverage(),
                trial.gate().orElseThrow().seconds(),
                usage.count(),
                trial.seconds(Phase.REQUESTED, Phase.RUNNING).orElse(Double.NaN),
                trial.facts().get("run_pod_sandbox_ms"),
                trial.facts().get("create_container_ms"),
                trial.facts().get("start_container_ms"));
        assertThat(usage.coverage()).isGreaterThanOrEqualTo(0.99);
        double used = usage.increase().orElseThrow() / 1e6;
        assertThat(used).isBetween(0.05 * seconds, 0.4 * seconds + 0.15);
        assertThat(trial.phases())
                .containsKeys(
                        Phase.REQUESTED,
                        Phase.SANDBOX_READY,
                        Phase.CONTAINER_CREATED,
                        Phase.CONTAINER_STARTED,
                        Phase.RUNNING,
                        Phase.FIRST_OUTPUT,
                        Phase.BENCH_START,
                        Phase.BENCH_END,
                        Phase.ENDED,
                        Phase.DELETED);
        assertThat(trial.facts())
                .containsEntry("container.cpu.max", "40000 100000")
                .containsEntry("container.memory.max", Integer.toString(64 << 20))
                .containsEntry("log", "file")
                .containsKeys("run_pod_sandbox_ms", "create_container_ms", "start_container_ms", "container_cgroup");
        assertThat(trial.facts().get("container_cgroup")).contains(trial.facts().get("container_id"));
        assertThat(trial.samples()).containsKeys(Scope.CONTAINER, Scope.POD, Scope.HOST);
    }
}
