package io.krater.k8s.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.krater.experiment.lifecycle.StepAction;
import io.krater.experiment.lifecycle.StepFailedException;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@EnableKubernetesMockClient(crud = true)
@Timeout(60)
@SuppressWarnings("NullAway.Init") // the extension sets client and server
class ClusterActionsTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: default}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: x}]}
            """;

    KubernetesClient client;
    KubernetesMockServer server;

    private long now;
    private int looks;
    private IntConsumer meanwhile = look -> {};

    @BeforeEach
    @SuppressWarnings("NullAway") // the extension has set it
    void emptyCluster() {
        server.clearExpectations();
        server.reset();
    }

    /** Time passes by a look's length; between looks a test does what a cluster would. */
    private ClusterActions actions() {
        return ClusterActions.on(client, new Patience() {
            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public void pause(Duration length) {
                now += length.toNanos();
                meanwhile.accept(++looks);
            }
        });
    }

    private void available(int replicas) {
        client.apps().deployments().inNamespace("default").withName("web").editStatus(web -> {
            web.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(99L)
                    .withUpdatedReplicas(replicas)
                    .withAvailableReplicas(replicas)
                    .build());
            return web;
        });
    }

    private static void assertFails(StepAction action, Kind kind, String... words) {
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(action::perform)
                .satisfies(failed -> {
                    assertThat(failed.kind()).isEqualTo(kind);
                    assertThat(failed).message().contains(words);
                });
    }

    @Test
    void aManifestIsAppliedUntilAllReplicasAreAvailable() throws Exception {
        meanwhile = look -> available(look < 3 ? 1 : 2);
        actions().applied(WEB, TEN).perform();
        assertThat(looks).isEqualTo(3);
    }

    @Test
    void whatNeverBecomesAvailableSaysWhatIsMissingAndWhy() {
        client.pods()
                .inNamespace("default")
                .resource(new PodBuilder(pod("web-1", "n1"))
                        .withNewStatus()
                        .addNewContainerStatus()
                        .withName("c")
                        .withNewState()
                        .withNewWaiting()
                        .withReason("ErrImageNeverPull")
                        .endWaiting()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .create();
        meanwhile = look -> available(0);
        assertFails(
                actions().applied(WEB, TEN),
                Kind.NOT_AVAILABLE,
                "applying deployment default/web was not done within 10 s",
                "0 of 2 replicas available",
                "web-1: ErrImageNeverPull");
    }

    @Test
    void whatIsDeletedIsAwaitedWithItsPods() throws Exception {
        client.load(new java.io.ByteArrayInputStream(WEB.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .create();
        client.pods().inNamespace("default").resource(pod("web-1", "n1")).create();
        meanwhile = look -> {
            if (look == 2) {
                client.pods().inNamespace("default").withName("web-1").delete();
            }
        };
        actions().deleted(WEB, TEN).perform();
        assertThat(looks).isEqualTo(2);
        actions().deleted(WEB, TEN).perform(); // what is not there is gone
        client.pods().inNamespace("default").resource(pod("web-2", "n1")).create();
        assertFails(actions().deleted(WEB, TEN), Kind.NOT_GONE, "1 pods of deployment default/web are still there");
    }

    private static Pod pod(String name, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .withLabels(Map.of("app", "web"))
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .build();
    }

    private void node(String name, String ready) {
        client.nodes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready)
                        .endCondition()
                        .endStatus()
                        .build())
                .create();
    }

    @Test
    void aDrainThatABudgetForbidsNamesPodAndBudget() {
        node("n1", "True");
        client.pods().inNamespace("default").resource(pod("web-1", "n1")).create();
        client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace("default")
                .resource(new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName("keep")
                        .endMetadata()
                        .withNewSpec()
                        .withNewSelector()
                        .withMatchLabels(Map.of("app", "web"))
                        .endSelector()
                        .endSpec()
                        .build())
                .create();
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/default/pods/web-1/eviction")
                .andReturn(429, "{\"kind\":\"Status\",\"code\":429}")
                .always();
        assertFails(
                actions().drained("n1", Duration.ofSeconds(3)),
                Kind.EVICTION_BLOCKED,
                "draining node n1 was not done within 3 s",
                "pod default/web-1 by disruption budget keep");
        assertThat(client.nodes().withName("n1").get().getSpec().getUnschedulable())
                .isTrue();
    }

    @Test
    void drainingLeavesDaemonSetsAndMirrorPods() throws Exception {
        node("n1", "True");
        client.pods()
                .inNamespace("default")
                .resource(new PodBuilder(pod("daemon", "n1"))
                        .editMetadata()
                        .addNewOwnerReference()
                        .withKind("DaemonSet")
                        .withName("d")
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create();
        client.pods()
                .inNamespace("default")
                .resource(new PodBuilder(pod("static", "n1"))
                        .editMetadata()
                        .withAnnotations(Map.of("kubernetes.io/config.mirror", "x"))
                        .endMetadata()
                        .build())
                .create();
        client.pods().inNamespace("default").resource(pod("other", "n2")).create();
        actions().drained("n1", TEN).perform();
        assertThat(looks).isZero();
        actions().drained("nowhere", TEN).perform();
    }

    @Test
    void nodesAreAwaitedByNameAndByNumber() throws Exception {
        node("n1", "False");
        assertFails(actions().ready(List.of("n1", "n2"), TEN), Kind.NOT_READY, "not ready: n1, n2");
        node("n2", "True");
        actions().ready(1, TEN).perform();
        assertFails(actions().ready(2, TEN), Kind.NOT_READY, "ready are n2");
    }

    @Test
    void restIsWhenNothingChangedForAWhile() throws Exception {
        meanwhile = look -> {
            if (look == 5) {
                node("n1", "True");
            }
        };
        actions().unchanged(Duration.ofSeconds(1), TEN).perform();
        assertThat(looks).as("ten looks after the change at the fifth").isEqualTo(15);
        meanwhile = look -> node("x" + look, "True");
        assertFails(actions().unchanged(Duration.ofSeconds(1), TEN), Kind.TIMED_OUT, "a change was just now");
    }

    @Test
    void refusesAManifestThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> actions().applied(": : :", TEN))
                .withMessageContaining("the manifest cannot be understood");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> actions().applied(WEB, Duration.ZERO))
                .withMessageContaining("deadline must be above 0");
    }
}
