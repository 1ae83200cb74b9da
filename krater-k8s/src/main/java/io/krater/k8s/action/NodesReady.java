package io.krater.k8s.action;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Nodes are waited for until they are there and ready. */
final class NodesReady extends ClusterAction {
    private final KubernetesClient client;
    private final List<String> names;
    private final int count;

    NodesReady(KubernetesClient client, Patience patience, Duration deadline, List<String> names) {
        super(patience, deadline);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("which nodes are to be ready?");
        }
        this.client = client;
        this.names = List.copyOf(names);
        this.count = names.size();
    }

    NodesReady(KubernetesClient client, Patience patience, Duration deadline, int count) {
        super(patience, deadline);
        if (count < 1) {
            throw new IllegalArgumentException("the number of ready nodes must be at least 1, was " + count);
        }
        this.client = client;
        this.names = List.of();
        this.count = count;
    }

    @Override
    public String describe() {
        return names.isEmpty()
                ? "waiting for " + count + " ready nodes"
                : "waiting for nodes " + String.join(", ", names) + " to be ready";
    }

    @Override
    Optional<String> missing() {
        List<String> ready = client.nodes().list().getItems().stream()
                .filter(NodesReady::isReady)
                .map(node -> node.getMetadata().getName())
                .toList();
        if (names.isEmpty()) {
            return ready.size() >= count
                    ? Optional.empty()
                    : Optional.of("ready are " + (ready.isEmpty() ? "none" : String.join(", ", ready)));
        }
        List<String> missing =
                names.stream().filter(name -> !ready.contains(name)).toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of("not ready: " + String.join(", ", missing));
    }

    private static boolean isReady(Node node) {
        return node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    @Override
    Kind atDeadline() {
        return Kind.NOT_READY;
    }
}
