package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.krater.Krater;
import io.krater.launch.Check;
import io.krater.launch.Execution;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Heard;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Sampling;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole suite under exactly the permissions of docs/rbac.yaml, and what happens without them. */
class RbacClusterIT {
    private static TestCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws Exception {
        cluster = TestCluster.create("rbac");
        // cluster-wide names of its own, so that two runs of this test do not meet
        String manifest = Files.readString(manifest())
                .replace("namespace: krater}", "namespace: " + cluster.namespace() + "}")
                .replace("kind: ClusterRole, name: krater}", "kind: ClusterRole, name: " + cluster.namespace() + "}")
                .replace(
                        "kind: ClusterRole\nmetadata: {name: krater}",
                        "kind: ClusterRole\nmetadata: {name: " + cluster.namespace() + "}")
                .replace(
                        "kind: ClusterRoleBinding\nmetadata: {name: krater}",
                        "kind: ClusterRoleBinding\nmetadata: {name: " + cluster.namespace() + "}");
        cluster.client()
                .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(cluster.namespace())
                .create();
    }

    private static Path manifest() {
        Path here = Path.of("docs", "rbac.yaml");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    @AfterAll
    static void close() {
        cluster.client()
                .rbac()
                .clusterRoleBindings()
                .withName(cluster.namespace())
                .delete();
        cluster.client().rbac().clusterRoles().withName(cluster.namespace()).delete();
        cluster.close();
    }

    /** A kubeconfig for a service account of the namespace. */
    private Path kubeconfigFor(String account) throws Exception {
        String token = cluster.client()
                .serviceAccounts()
                .inNamespace(cluster.namespace())
                .withName(account)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
        Config admin = cluster.client().getConfiguration();
        String trust = admin.isTrustCerts()
                ? "insecure-skip-tls-verify: true"
                : "certificate-authority-data: " + admin.getCaCertData();
        String text = """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s", %s}}]
                users: [{name: u, user: {token: "%s"}}]
                contexts: [{name: x, context: {cluster: c, user: u, namespace: "%s"}}]
                current-context: x
                """.formatted(admin.getMasterUrl(), trust, token, cluster.namespace());
        return Files.writeString(folder.resolve(account + ".kubeconfig"), text);
    }

    @Test
    void runsAWholeSuiteWithThePermissionsOfTheManifest() throws Exception {
        Suite suite = TestCluster.matrix(
                        2,
                        Environment.pod("runc").image(TestCluster.STATIC),
                        Environment.pod("crun").image(TestCluster.STATIC).runtimeClass("crun"))
                .build();
        try (KubernetesLauncher launcher =
                KubernetesLauncher.builder().kubeconfig(kubeconfigFor("krater")).connect()) {
            List<Check> checks = launcher.preflight(suite);
            assertThat(checks)
                    .filteredOn(check -> check.subject().equals("permissions"))
                    .singleElement()
                    .satisfies(check -> assertThat(check.state()).isEqualTo(Check.State.OK));
            SuiteResult result = Krater.run(suite).on(launcher).quiet().into(folder.resolve("results"));
            assertThat(result.trials())
                    .hasSize(2)
                    .allMatch(trial -> trial.outcome().isCompleted());
            assertThat(launcher.capture(suite).environments().get("crun"))
                    .containsEntry("runtime_handler", "crun")
                    .containsEntry("image", TestCluster.STATIC);
            assertThat(launcher.status()).isEmpty();
        }
        assertThat(cluster.podNames()).isEmpty();
    }

    /** The server then tells nothing more, and a trial must not wait for its deadline. */
    @Test
    void endsATrialWhoseCredentialsWereRevoked() throws Exception {
        String account = "short-lived";
        cluster.client()
                .serviceAccounts()
                .inNamespace(cluster.namespace())
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(account)
                        .endMetadata()
                        .build())
                .create();
        cluster.client()
                .rbac()
                .roleBindings()
                .inNamespace(cluster.namespace())
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(account)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "krater")
                        .addNewSubject("", "ServiceAccount", account, cluster.namespace())
                        .build())
                .create();
        Suite suite = TestCluster.script("echo BENCH_START; sleep 200", TestCluster.gate(), Duration.ofSeconds(200))
                .build();
        LaunchRequest request = new LaunchRequest(
                "it",
                TestCluster.first(suite),
                suite.resources(),
                Sampling.none(),
                false,
                Set.of(),
                Duration.ofMinutes(5));
        Heard heard = new Heard();
        KubernetesLauncher launcher =
                KubernetesLauncher.builder().kubeconfig(kubeconfigFor(account)).connect();
        try {
            Execution execution = launcher.prepare(request, heard);
            execution.start();
            heard.await(() -> !heard.lines().isEmpty(), Duration.ofMinutes(1));
            cluster.client()
                    .serviceAccounts()
                    .inNamespace(cluster.namespace())
                    .withName(account)
                    .delete();
            Exit exit = heard.awaitExit(Duration.ofMinutes(1));
            assertThat(exit.failure().orElseThrow().kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(exit.failure().orElseThrow().message()).contains("revoked in mid-run", "nauthorized");
        } finally {
            cluster.client()
                    .pods()
                    .inNamespace(cluster.namespace())
                    .withGracePeriod(0)
                    .delete();
            launcher.close();
        }
    }

    @Test
    void namesWhatAnAccountWithoutPermissionsMayNotDo() throws Exception {
        Suite suite = TestCluster.matrix(2, Environment.pod("runc").image(TestCluster.STATIC))
                .build();
        try (KubernetesLauncher launcher = KubernetesLauncher.builder()
                .kubeconfig(kubeconfigFor("default"))
                .connect()) {
            assertThat(launcher.preflight(suite))
                    .filteredOn(check -> check.state() == Check.State.ERROR)
                    .isNotEmpty()
                    .allSatisfy(check -> {
                        assertThat(check.found()).contains("may not");
                        assertThat(check.remedy()).contains("docs/rbac.yaml");
                    });
            // what a run does first; it must come to the preflight, which says more
            assertThat(launcher.cleanup()).singleElement().asString().contains("could not look", "forbidden");
            LaunchRequest request = new LaunchRequest(
                    "it",
                    TestCluster.first(suite),
                    suite.resources(),
                    Sampling.none(),
                    false,
                    Set.of(),
                    Duration.ofMinutes(1));
            // the watch is refused, before the pod would be
            assertThatThrownBy(() -> launcher.prepare(request, new Heard()))
                    .isInstanceOfSatisfying(
                            LaunchException.class,
                            refused -> assertThat(refused.reason().kind()).isEqualTo(Kind.FORBIDDEN));
        }
    }
}
