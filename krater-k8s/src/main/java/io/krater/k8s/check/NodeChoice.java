package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.k8s.pod.PodSettings;
import java.util.List;

/** The nodes that a launcher's pods can be sent to, as far as labels decide. */
final class NodeChoice {
    private NodeChoice() {}

    /**
     * The nodes that have the labels asked for.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if nodes may not be listed
     */
    static List<Node> matching(KubernetesClient client, PodSettings settings) {
        return client.nodes().withLabels(settings.nodeSelector()).list().getItems();
    }
}
