package io.krater.k8s.action;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.krater.k8s.pod.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of objects of a cluster. */
final class Workloads {
    private Workloads() {}

    static String name(HasMetadata item) {
        String namespace = item.getMetadata().getNamespace();
        return item.getKind().toLowerCase(java.util.Locale.ROOT) + " " + (namespace == null ? "" : namespace + "/")
                + item.getMetadata().getName();
    }

    /** Why an object is not available; empty where it is. Objects that never become ready are available when they are there. */
    static Optional<String> unavailable(HasMetadata item) {
        if (item instanceof Deployment deployment) {
            return unavailable(deployment);
        }
        return Readiness.getInstance().isReady(item) ? Optional.empty() : Optional.of(name(item) + " is not ready");
    }

    private static Optional<String> unavailable(Deployment deployment) {
        int wanted = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        DeploymentStatus status = deployment.getStatus();
        long generation = Objects.requireNonNullElse(deployment.getMetadata().getGeneration(), 0L);
        long observed = status == null ? -1 : Objects.requireNonNullElse(status.getObservedGeneration(), 0L);
        int available = status == null ? 0 : Objects.requireNonNullElse(status.getAvailableReplicas(), 0);
        int updated = status == null ? 0 : Objects.requireNonNullElse(status.getUpdatedReplicas(), 0);
        if (observed >= generation && available >= wanted && updated >= wanted) {
            return Optional.empty();
        }
        return Optional.of(name(deployment) + " has " + available + " of " + wanted + " replicas available");
    }

    static @Nullable LabelSelector selector(HasMetadata item) {
        if (item instanceof Deployment deployment) {
            return deployment.getSpec().getSelector();
        }
        if (item instanceof StatefulSet set) {
            return set.getSpec().getSelector();
        }
        return item instanceof DaemonSet set ? set.getSpec().getSelector() : null;
    }

    /** The pods of a workload; none of anything else. */
    static List<Pod> pods(KubernetesClient client, HasMetadata item) {
        LabelSelector selector = selector(item);
        if (selector == null) {
            return List.of();
        }
        return client.pods()
                .inNamespace(namespace(client, item))
                .withLabelSelector(selector)
                .list()
                .getItems();
    }

    static String namespace(KubernetesClient client, HasMetadata item) {
        String own = item.getMetadata().getNamespace();
        String general = client.getNamespace() == null ? "default" : client.getNamespace();
        return own == null || own.isEmpty() ? general : own;
    }

    /** Why pods wait, such as {@code web-1: ErrImageNeverPull}; none for those that run. */
    static List<String> waiting(List<Pod> pods) {
        List<String> reasons = new ArrayList<>();
        for (Pod pod : pods) {
            if (pod.getStatus() == null) {
                continue;
            }
            for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
                ContainerState state = container.getState();
                if (state != null
                        && state.getWaiting() != null
                        && state.getWaiting().getReason() != null) {
                    reasons.add(pod.getMetadata().getName() + ": "
                            + state.getWaiting().getReason());
                }
            }
            pod.getStatus().getConditions().stream()
                    .filter(condition ->
                            "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                    .forEach(condition -> reasons.add(pod.getMetadata().getName() + ": not scheduled, "
                            + Refusals.words(String.valueOf(condition.getMessage()))));
        }
        return reasons;
    }
}
