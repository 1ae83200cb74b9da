package io.krater.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.krater.cri.CriException.Problem;
import io.krater.cri.v1.LinuxPodSandboxConfig;
import io.krater.cri.v1.LinuxSandboxSecurityContext;
import io.krater.cri.v1.ListPodSandboxRequest;
import io.krater.cri.v1.NamespaceMode;
import io.krater.cri.v1.NamespaceOption;
import io.krater.cri.v1.PodSandboxConfig;
import io.krater.cri.v1.PodSandboxMetadata;
import io.krater.cri.v1.RunPodSandboxRequest;
import io.krater.k8s.TestCluster;
import io.krater.launch.Execution;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Phase;
import io.krater.suite.Environment;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What goes wrong between a launcher and a node's container runtime, and what is left then. */
@Isolated
@Tag("node")
@Tag("long") // stops the kubelet, on which the tests beside it depend
class CriFaultsClusterIT {
    private static final int BURST = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path TESTBED = Path.of("/testbed/containerd.toml");

    private static TestRuntime runtime;

    @BeforeAll
    static void connect() throws Exception {
        runtime = TestRuntime.open();
    }

    @AfterAll
    static void disconnect() {
        runtime.close();
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        assertThat(runtime.leftBehind()).isEmpty();
    }

    private static CriLauncher sandboxes() {
        return CriLauncher.builder().sandboxOnly().hostNetwork().connect();
    }

    private static Optional<FailureReason> failureUnder(String handler) throws Exception {
        TestRuntime.Told told = new TestRuntime.Told();
        Environment environment = Environment.pod("under-" + handler)
                .image(TestRuntime.SHELL)
                .runtimeClass(handler)
                .build();
        try (CriLauncher launcher = sandboxes();
                Execution execution = launcher.prepare(TestRuntime.request(environment, 1), told)) {
            execution.start();
            return told.awaitExit(PATIENCE).failure();
        }
    }

    @Test
    void namesAHandlerThatIsNotThere() throws Exception {
        FailureReason reason = failureUnder("absent").orElseThrow();
        assertThat(reason.kind()).isEqualTo(Kind.RUNTIME_CLASS_MISSING);
        assertThat(reason.message()).contains("absent");
    }

    @Test
    void tellsThatARuntimeFails() throws Exception {
        assertThat(failureUnder("broken").orElseThrow().kind()).isEqualTo(Kind.SANDBOX_FAILED);
    }

    @Test
    void sweepsWhatAKilledProcessLeftAndNothingElse() throws Exception {
        String other = foreign();
        try {
            Process harness = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CriHarnessMain.class.getName(),
                            "hold",
                            Integer.toString(BURST))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader said = harness.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo("asked");
                TestCluster.await(PATIENCE, () -> ours() > 0);
                harness.destroyForcibly().waitFor();
            }
            List<String> removed = new ArrayList<>();
            try (CriLauncher launcher = sandboxes()) {
                // what the runtime was still making when its client died comes or goes by itself
                TestCluster.await(PATIENCE, () -> {
                    removed.addAll(launcher.cleanup());
                    return ours() == 0;
                });
            }
            assertThat(removed).anyMatch(it -> it.startsWith("sandbox held-"));
            assertThat(sandboxes(other)).as("the other's sandbox").isEqualTo(1);
        } finally {
            new SandboxRemoval(runtime.connection(), (delay, unit, work) -> work.run(), (call, sent, answered) -> {})
                    .remove(other, Optional.empty(), false)
                    .join();
        }
    }

    private static int ours() {
        try {
            return CriSweep.ours(runtime.connection()).size();
        } catch (CriException away) {
            throw new IllegalStateException(away);
        }
    }

    private static int sandboxes(String id) throws CriException {
        return (int) runtime
                .connection()
                .call(CriOperation.LIST_POD_SANDBOX, ListPodSandboxRequest.getDefaultInstance())
                .getItemsList()
                .stream()
                .filter(it -> it.getId().equals(id))
                .count();
    }

    private static RunPodSandboxRequest named(String name) {
        return RunPodSandboxRequest.newBuilder()
                .setConfig(PodSandboxConfig.newBuilder()
                        .setMetadata(PodSandboxMetadata.newBuilder()
                                .setName(name)
                                .setNamespace("others")
                                .setUid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                                        .toString()))
                        // the label that the kubelet hands on from a pod of KRATER's
                        .putLabels("app.kubernetes.io/managed-by", "krater")
                        .setLinux(LinuxPodSandboxConfig.newBuilder()
                                .setCgroupParent("/others.slice")
                                .setSecurityContext(LinuxSandboxSecurityContext.newBuilder()
                                        .setNamespaceOptions(
                                                NamespaceOption.newBuilder().setNetwork(NamespaceMode.NODE)))))
                .build();
    }

    private static String foreign() throws CriException {
        return runtime.connection()
                .call(CriOperation.RUN_POD_SANDBOX, named("somebody-elses"))
                .getPodSandboxId();
    }

    @Test
    void knowsANameThatIsReserved() throws Exception {
        String id = runtime.connection()
                .call(CriOperation.RUN_POD_SANDBOX, named("taken"))
                .getPodSandboxId();
        try {
            CriException refusal = catchThrowableOfType(
                    CriException.class, () -> runtime.connection().call(CriOperation.RUN_POD_SANDBOX, named("taken")));
            assertThat(refusal.problem()).isEqualTo(Problem.EXISTS);
        } finally {
            new SandboxRemoval(runtime.connection(), (delay, unit, work) -> work.run(), (call, sent, answered) -> {})
                    .remove(id, Optional.empty(), false)
                    .join();
        }
    }

    @Test
    void outlivesARestartOfTheRuntimeInABurst() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(TESTBED), "only there is it known how to restart it");
        List<TestRuntime.Told> told = new ArrayList<>();
        try (CriLauncher launcher = sandboxes()) {
            List<Execution> prepared = new ArrayList<>();
            for (int i = 1; i <= BURST; i++) {
                TestRuntime.Told one = new TestRuntime.Told();
                told.add(one);
                prepared.add(launcher.prepare(TestRuntime.request(TestRuntime.shell("restart", "exit 0"), i), one));
            }
            for (Execution execution : prepared) {
                execution.start();
            }
            TestCluster.await(PATIENCE, () -> told.stream().anyMatch(it -> it.heard(Phase.SANDBOX_READY)));
            restart();
            told.forEach(it -> it.await(Phase.SANDBOX_READY, PATIENCE));
            List<FailureReason> failures = told.stream()
                    .flatMap(it -> it.exit().stream())
                    .flatMap(it -> it.failure().stream())
                    .toList();
            assertThat(failures)
                    .isNotEmpty()
                    .allSatisfy(failure -> assertThat(failure.kind()).isIn(Kind.PLATFORM_ERROR, Kind.SANDBOX_FAILED));
        }
    }

    private static void restart() throws Exception {
        String script = "kill $(pidof containerd); sleep 0.5; setsid containerd -c " + TESTBED
                + " >> /testbed/log/$(hostname)-containerd.log 2>&1 < /dev/null &";
        assertThat(new ProcessBuilder("sh", "-c", script).start().waitFor()).isZero();
    }
}
