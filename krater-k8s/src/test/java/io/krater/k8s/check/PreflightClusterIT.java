package io.krater.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.k8s.ClusterCommand;
import io.krater.k8s.KubernetesLauncher;
import io.krater.k8s.TestCluster;
import io.krater.launch.Check;
import io.krater.suite.Environment;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a preflight finds on a real cluster, before any trial. */
class PreflightClusterIT {
    private static TestCluster cluster;

    @BeforeAll
    static void open() {
        cluster = TestCluster.create("preflight");
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    private static List<Check> errors(Suite.Builder suite) {
        try (KubernetesLauncher launcher = cluster.launcher()) {
            return launcher.preflight(suite.build()).stream()
                    .filter(check -> check.state() == Check.State.ERROR)
                    .peek(check -> {
                        assertThat(check.meaning()).isNotBlank();
                        assertThat(check.remedy()).isNotBlank();
                    })
                    .toList();
        }
    }

    @Test
    void findsNoErrorWhereASuiteCanRun() {
        assertThat(errors(TestCluster.matrix(
                        2,
                        Environment.pod("runc").image(TestCluster.STATIC),
                        Environment.pod("wasm").image(TestCluster.WASM).runtimeClass("wasmedge"))))
                .isEmpty();
    }

    @Test
    void findsImageRuntimeClassAndRoomThatAreNotThere() {
        assertThat(errors(TestCluster.matrix(
                                2,
                                Environment.pod("no-image").image("krater-absent:latest"),
                                Environment.pod("no-class")
                                        .image(TestCluster.STATIC)
                                        .runtimeClass("krater-no-such-class"))
                        .limits(Resources.cpu("900").memory("64Mi"))))
                .extracting(Check::subject)
                .containsExactlyInAnyOrder("image of no-image", "RuntimeClass of no-class", "room");
    }

    @Test
    void findsAServerThatDoesNotAnswer(@TempDir Path folder) throws Exception {
        Path kubeconfig = Files.writeString(folder.resolve("nowhere"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: u, user: {token: x}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """);
        try (KubernetesLauncher launcher =
                KubernetesLauncher.builder().kubeconfig(kubeconfig).connect()) {
            assertThat(launcher.doctor()).singleElement().satisfies(check -> {
                assertThat(check.state()).isEqualTo(Check.State.ERROR);
                assertThat(check.found()).contains("127.0.0.1:1");
            });
        }
    }

    @Test
    void printsATableAndTellsByItsExitCode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(ClusterCommand.run(List.of("doctor", "--namespace", cluster.namespace()), stream))
                .isZero();
        assertThat(ClusterCommand.run(List.of("doctor", "--namespace", "krater-no-such-namespace"), stream))
                .isEqualTo(1);
        assertThat(ClusterCommand.run(List.of("status", "--namespace", cluster.namespace()), stream))
                .isZero();
        assertThat(ClusterCommand.run(List.of("cleanup", "--namespace", cluster.namespace()), stream))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("OK       API server", "kubectl create namespace krater-no-such-namespace", "0 trials");
    }
}
