package io.krater.k8s.action;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A manifest is applied until all of it is available. */
final class Applied extends ClusterAction {
    private final KubernetesClient client;
    private final List<HasMetadata> items;

    Applied(KubernetesClient client, Patience patience, Duration deadline, List<HasMetadata> items) {
        super(patience, deadline);
        this.client = client;
        this.items = items;
    }

    @Override
    public String describe() {
        return "applying "
                + String.join(", ", items.stream().map(Workloads::name).toList());
    }

    @Override
    void begin() {
        for (HasMetadata item : items) {
            client.resource(item).inNamespace(Workloads.namespace(client, item)).createOr(NonDeletingOperation::update);
        }
    }

    @Override
    Optional<String> missing() {
        for (HasMetadata item : items) {
            HasMetadata now = client.resource(item)
                    .inNamespace(Workloads.namespace(client, item))
                    .get();
            Optional<String> reason =
                    now == null ? Optional.of(Workloads.name(item) + " is not there") : Workloads.unavailable(now);
            if (reason.isPresent()) {
                List<String> said = new ArrayList<>(List.of(reason.get()));
                said.addAll(Workloads.waiting(Workloads.pods(client, item)));
                return Optional.of(String.join("; ", said));
            }
        }
        return Optional.empty();
    }

    @Override
    Kind atDeadline() {
        return Kind.NOT_AVAILABLE;
    }
}
