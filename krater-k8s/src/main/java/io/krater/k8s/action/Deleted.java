package io.krater.k8s.action;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a manifest holds is deleted until it is gone, its pods too. */
final class Deleted extends ClusterAction {
    private final KubernetesClient client;
    private final List<HasMetadata> items;

    Deleted(KubernetesClient client, Patience patience, Duration deadline, List<HasMetadata> items) {
        super(patience, deadline);
        this.client = client;
        this.items = items;
    }

    @Override
    public String describe() {
        return "deleting "
                + String.join(", ", items.stream().map(Workloads::name).toList());
    }

    @Override
    void begin() {
        for (HasMetadata item : items) {
            client.resource(item)
                    .inNamespace(Workloads.namespace(client, item))
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();
        }
    }

    @Override
    Optional<String> missing() {
        for (HasMetadata item : items) {
            boolean there = client.resource(item)
                            .inNamespace(Workloads.namespace(client, item))
                            .get()
                    != null;
            int pods = there ? 0 : Workloads.pods(client, item).size();
            if (there || pods > 0) {
                return Optional.of(
                        there
                                ? Workloads.name(item) + " is still there"
                                : pods + " pods of " + Workloads.name(item) + " are still there");
            }
        }
        return Optional.empty();
    }

    @Override
    Kind atDeadline() {
        return Kind.NOT_GONE;
    }
}
