package io.krater.k8s.action;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node is closed and its pods are evicted until they are gone; pods of daemon sets and of the node itself stay. */
final class Drained extends ClusterAction {
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final int TOO_MANY_REQUESTS = 429;
    /** An eviction that a budget forbids is asked for again after this long. */
    private static final long AGAIN = Duration.ofSeconds(1).toNanos();

    private final KubernetesClient client;
    private final String node;
    private final Set<String> blocked = new LinkedHashSet<>();
    private long lastRound;
    private boolean first = true;

    Drained(KubernetesClient client, Patience patience, Duration deadline, String node) {
        super(patience, deadline);
        this.client = client;
        this.node = node;
    }

    @Override
    public String describe() {
        return "draining node " + node;
    }

    @Override
    void begin() {
        first = true;
        blocked.clear();
        if (client.nodes().withName(node).get() != null) {
            client.nodes().withName(node).edit(each -> {
                each.getSpec().setUnschedulable(true);
                return each;
            });
        }
    }

    @Override
    Optional<String> missing() {
        List<Pod> pods = pods();
        if (pods.isEmpty()) {
            return Optional.empty();
        }
        if (first || now() - lastRound >= AGAIN) {
            first = false;
            lastRound = now();
            blocked.clear();
            pods.stream()
                    .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                    .forEach(this::evict);
        }
        return Optional.of(
                blocked.isEmpty()
                        ? pods.size() + " pods are still there"
                        : "not evicted: " + String.join("; ", blocked));
    }

    private List<Pod> pods() {
        return client.pods().inAnyNamespace().list().getItems().stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .filter(Drained::isEvicted)
                .toList();
    }

    private static boolean isEvicted(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        boolean mirror = annotations != null && annotations.containsKey(MIRROR);
        boolean daemon = pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getKind().equals("DaemonSet"));
        return !mirror && !daemon;
    }

    private void evict(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        boolean evicted;
        try {
            evicted = client.pods().inNamespace(namespace).withName(name).evict();
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != TOO_MANY_REQUESTS) {
                throw refused;
            }
            evicted = false;
        }
        if (!evicted) {
            blocked.add("pod " + namespace + "/" + name + " by " + budgets(pod));
        }
    }

    /** The budgets that a pod falls under. */
    private String budgets(Pod pod) {
        List<String> names = client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(pod.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(budget -> covers(budget, pod))
                .map(budget -> budget.getMetadata().getName())
                .toList();
        return names.isEmpty() ? "the API server" : "disruption budget " + String.join(", ", names);
    }

    private static boolean covers(PodDisruptionBudget budget, Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        if (labels == null
                || budget.getSpec().getSelector() == null
                || budget.getSpec().getSelector().getMatchLabels() == null) {
            return false;
        }
        return labels.entrySet()
                .containsAll(budget.getSpec().getSelector().getMatchLabels().entrySet());
    }

    @Override
    Kind atDeadline() {
        return blocked.isEmpty() ? Kind.NOT_GONE : Kind.EVICTION_BLOCKED;
    }
}
