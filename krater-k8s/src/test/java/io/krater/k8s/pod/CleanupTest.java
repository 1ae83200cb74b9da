package io.krater.k8s.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods that were left behind, in the states in which real ones are found. */
@EnableKubernetesMockClient(crud = true, https = false)
class CleanupTest {
    private static final String NAMESPACE = "ns";

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesMockServer server;

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    private final Owner self = Owner.self();

    private List<String> clean() {
        return new Cleanup(client, NAMESPACE, self).removeDead();
    }

    private Pod pod(String name, Owner owner, String phase) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withLabels(Labels.anyOfOurs())
                .addToAnnotations(Labels.OWNER, owner.toString())
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build();
    }

    private void make(Pod pod) {
        client.pods().inNamespace(NAMESPACE).resource(pod).create();
    }

    private List<String> names() {
        return client.pods().inNamespace(NAMESPACE).list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private Owner dead() {
        return new Owner(self.bootId(), self.pidNamespace(), self.timeNamespace(), self.pid(), self.startTicks() - 1);
    }

    private Owner elsewhere() {
        return new Owner("another", self.pidNamespace(), self.timeNamespace(), 1, 1);
    }

    @Test
    void removesAPodThatWasEvictedBeforeItHadContainers() {
        Pod evicted = new PodBuilder(pod("evicted", elsewhere(), "Failed"))
                .editStatus()
                .withReason("Evicted")
                .addNewCondition()
                .withType("DisruptionTarget")
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .endCondition()
                .endStatus()
                .build();
        evicted.getStatus().setContainerStatuses(null);
        make(evicted);
        make(pod("of-a-dead-process", dead(), "Running"));
        make(pod("of-this-process", self, "Running"));
        assertThat(clean()).hasSize(2).allMatch(line -> line.startsWith(Cleanup.REMOVED));
        assertThat(names()).containsExactly("of-this-process");
    }

    @Test
    void keepsAPodElsewhereThatEndedAMomentAgo() {
        Pod evicted = new PodBuilder(pod("evicted", elsewhere(), "Failed"))
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withLastTransitionTime(Instant.now().toString())
                .endCondition()
                .endStatus()
                .build();
        make(evicted);
        assertThat(clean()).singleElement().asString().startsWith("kept pod");
    }

    @Test
    void removesTheOthersWhereOneMayNotBeRemoved() {
        make(pod("a-refused", dead(), "Running"));
        make(pod("b-removed", dead(), "Running"));
        server.expect()
                .delete()
                .withPath("/api/v1/namespaces/" + NAMESPACE + "/pods/a-refused")
                .andReturn(
                        403,
                        new StatusBuilder()
                                .withCode(403)
                                .withMessage("not yours")
                                .build())
                .always();
        assertThat(clean())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("could not remove pod") && line.contains("not yours"));
        assertThat(names()).containsExactly("a-refused");
    }
}
