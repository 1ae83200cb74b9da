package io.krater.k8s.action;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.krater.experiment.lifecycle.StepAction;
import io.krater.k8s.access.Secrets;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Steps on a cluster. Each looks about ten times a second whether it is done, fails at its deadline with what is still missing,
 * and waits for an API server that is away. Thread-safe; the client belongs to the caller.
 */
public final class ClusterActions {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final KubernetesClient client;
    private final Patience patience;

    private ClusterActions(KubernetesClient client, Patience patience) {
        this.client = client;
        this.patience = patience;
    }

    /** Steps on the cluster of a client. */
    public static ClusterActions on(KubernetesClient client) {
        return on(client, Patience.real());
    }

    static ClusterActions on(KubernetesClient client, Patience patience) {
        // the client's own retries would hide a refusal for a minute
        KubernetesClient impatient = client.newClient(new RequestConfigBuilder()
                        .withRequestTimeout(TIMEOUT_MILLIS)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .adapt(KubernetesClient.class);
        return new ClusterActions(impatient, patience);
    }

    /**
     * Applies a manifest and waits until all that it holds is available: all replicas of a deployment, in its newest
     * generation; a set or a pod that is ready; of anything else, that it is there.
     *
     * @param manifest YAML, documents with {@code ---} between
     * @throws IllegalArgumentException if it cannot be understood or holds nothing
     */
    public StepAction applied(String manifest, Duration deadline) {
        return new Applied(client, patience, deadline, items(manifest));
    }

    /**
     * Deletes what a manifest holds and waits until it is gone, its pods too. What is not there is gone.
     *
     * @throws IllegalArgumentException if it cannot be understood or holds nothing
     */
    public StepAction deleted(String manifest, Duration deadline) {
        return new Deleted(client, patience, deadline, items(manifest));
    }

    /**
     * Closes a node to new pods and evicts those that are on it, as {@code kubectl drain --ignore-daemonsets} does: by the API
     * of evictions, which keeps budgets of disruptions; waits until they are gone. A node that is not there is drained.
     */
    public StepAction drained(String node, Duration deadline) {
        return new Drained(client, patience, deadline, node);
    }

    /** Waits until nodes are there and ready. */
    public StepAction ready(List<String> nodes, Duration deadline) {
        return new NodesReady(client, patience, deadline, nodes);
    }

    /** Waits until there are so many ready nodes, or more. */
    public StepAction ready(int nodes, Duration deadline) {
        return new NodesReady(client, patience, deadline, nodes);
    }

    /** Waits until nodes, pods and deployments have not changed for a while. */
    public StepAction unchanged(Duration quiet, Duration deadline) {
        return new Unchanged(client, patience, deadline, quiet);
    }

    private List<HasMetadata> items(String manifest) {
        List<HasMetadata> items;
        try {
            items = client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
                    .items();
        } catch (RuntimeException unreadable) { // the YAML reader has exceptions of its own
            // and quotes what stands there, which may be a secret
            throw new IllegalArgumentException("the manifest cannot be understood as Kubernetes objects in YAML or JSON"
                    + Secrets.where(unreadable) + ": kubectl apply --dry-run=client -f FILE shows the same");
        }
        if (items.isEmpty()) {
            throw new IllegalArgumentException("the manifest holds nothing");
        }
        return List.copyOf(items);
    }
}
