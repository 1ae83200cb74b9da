package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import io.krater.k8s.model.PullPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What all pods of a launcher have in common.
 *
 * @param namespace where they are made
 * @param nodeSelector labels that their node must have
 * @param tolerations taints that they bear
 * @param serviceAccount what they run as; empty for the namespace's default
 * @param pullPolicy when their image is fetched
 * @param customiser the user's last word on a pod
 * @param unschedulableAfter how long a pod may wait for room on a node
 * @param logPatience how long the rest of a log may be out of reach after its container's end
 * @param retryPause pause before a request is tried again that the server refused or did not answer; later ones are longer
 */
public record PodSettings(
        String namespace,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        Optional<String> serviceAccount,
        PullPolicy pullPolicy,
        UnaryOperator<Pod> customiser,
        Duration unschedulableAfter,
        Duration logPatience,
        Duration retryPause) {
    /** Copies the collections. */
    public PodSettings {
        nodeSelector = Map.copyOf(nodeSelector);
        tolerations = List.copyOf(tolerations);
    }

    /** The same with more labels that the node must have. */
    PodSettings onNodes(Map<String, String> labels) {
        Map<String, String> both = new java.util.LinkedHashMap<>(nodeSelector);
        both.putAll(labels);
        return new PodSettings(
                namespace,
                both,
                tolerations,
                serviceAccount,
                pullPolicy,
                customiser,
                unschedulableAfter,
                logPatience,
                retryPause);
    }
}
