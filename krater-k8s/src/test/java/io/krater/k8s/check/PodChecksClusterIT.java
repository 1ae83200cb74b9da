package io.krater.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.krater.k8s.KubernetesLauncher;
import io.krater.k8s.TestCluster;
import io.krater.launch.Check;
import io.krater.suite.Environment;
import io.krater.suite.Resources;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a namespace forbids or changes, found before the first trial by a real API server's dry run. */
class PodChecksClusterIT {
    private TestCluster cluster;

    @BeforeEach
    void open() {
        cluster = TestCluster.create("podchecks");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Check pod(Resources resources, UnaryOperator<KubernetesLauncher.Builder> settings) {
        try (KubernetesLauncher launcher = settings.apply(
                        KubernetesLauncher.builder().namespace(cluster.namespace()))
                .connect()) {
            return launcher
                    .preflight(TestCluster.matrix(2, Environment.pod("runc").image(TestCluster.STATIC))
                            .limits(resources)
                            .build())
                    .stream()
                    .filter(check -> check.subject().equals("pod of runc"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Check pod() {
        return pod(Resources.cpu("200m").memory("64Mi"), builder -> builder);
    }

    private void make(HasMetadata thing) {
        cluster.client().resource(thing).inNamespace(cluster.namespace()).create();
    }

    private void says(Check check, Check.State state, String found, String remedy) {
        System.out.println(check);
        assertThat(check.state()).isEqualTo(state);
        assertThat(check.found()).contains(found);
        assertThat(check.remedy()).contains(remedy);
    }

    @Test
    void acceptsWhatIsAllowedAndMakesNothing() {
        assertThat(pod().state()).isEqualTo(Check.State.OK);
        assertThat(cluster.podNames()).isEmpty();
    }

    @Test
    void findsAQuota() {
        make(new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("small")
                .endMetadata()
                .withNewSpec()
                .withHard(Map.of("limits.memory", new Quantity("32Mi")))
                .endSpec()
                .build());
        // the quota's controller counts it in a moment later
        TestCluster.await(java.time.Duration.ofSeconds(20), () -> pod().state() == Check.State.ERROR);
        says(pod(), Check.State.ERROR, "exceeded quota", "kubectl describe resourcequota");
        says(pod(Resources.unlimited(), builder -> builder), Check.State.ERROR, "must specify", ".limits(");
    }

    @Test
    void findsALimitRangeThatRefusesAndOneThatChanges() {
        make(new LimitRangeBuilder()
                .withNewMetadata()
                .withName("range")
                .endMetadata()
                .withNewSpec()
                .addNewLimit()
                .withType("Container")
                .withMax(Map.of("memory", new Quantity("48Mi")))
                .withDefault(Map.of("memory", new Quantity("40Mi")))
                .endLimit()
                .endSpec()
                .build());
        TestCluster.await(java.time.Duration.ofSeconds(20), () -> pod().state() == Check.State.ERROR);
        says(pod(), Check.State.ERROR, "maximum memory usage per Container", "limitrange");
        says(
                pod(Resources.unlimited(), builder -> builder),
                Check.State.WARNING,
                "memory limit is 40Mi, asked for was none",
                "limitrange");
        try (KubernetesLauncher launcher =
                KubernetesLauncher.builder().namespace(cluster.namespace()).connect()) {
            assertThat(launcher.doctor())
                    .filteredOn(check -> check.subject().equals("pods"))
                    .singleElement()
                    .satisfies(check -> assertThat(check.found()).contains("memory limit is 40Mi"));
        }
    }

    @Test
    void findsPodSecurityAndAServiceAccountThatIsNotThere() {
        cluster.client()
                .namespaces()
                .withName(cluster.namespace())
                .edit(namespace -> new NamespaceBuilder(namespace)
                        .editMetadata()
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build());
        says(pod(), Check.State.ERROR, "violates PodSecurity", "pod-security.kubernetes.io/enforce");
        says(
                pod(Resources.unlimited(), builder -> builder.serviceAccount("nobody-knows")),
                Check.State.ERROR,
                "nobody-knows",
                "kubectl create serviceaccount nobody-knows");
    }
}
