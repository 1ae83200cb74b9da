package io.krater.k8s.action;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The cluster is looked at until nothing has changed for a while. */
final class Unchanged extends ClusterAction {
    private final KubernetesClient client;
    private final Duration quiet;
    private @Nullable Set<String> before;
    private long since;

    Unchanged(KubernetesClient client, Patience patience, Duration deadline, Duration quiet) {
        super(patience, deadline);
        if (quiet.isNegative() || quiet.compareTo(deadline) >= 0) {
            throw new IllegalArgumentException(
                    "the time without a change must be below the deadline of " + deadline + ", was " + quiet);
        }
        this.client = client;
        this.quiet = quiet;
    }

    @Override
    public String describe() {
        return "waiting for " + quiet.toSeconds() + " s without a change";
    }

    @Override
    void begin() {
        before = null;
    }

    @Override
    Optional<String> missing() {
        Set<String> state = state();
        if (!state.equals(before)) {
            String what = before == null ? "the first look" : "a change";
            before = state;
            since = now();
            return Optional.of(what + " was just now");
        }
        long still = now() - since;
        return still >= quiet.toNanos()
                ? Optional.empty()
                : Optional.of("the last change is " + still / 1_000_000 + " ms ago");
    }

    /** What counts as a change: nodes that come, go or change their readiness; pods and deployments alike. */
    private Set<String> state() {
        Set<String> state = new TreeSet<>();
        for (Node node : client.nodes().list().getItems()) {
            state.add("node " + node.getMetadata().getName() + " " + ready(node));
        }
        for (Pod pod : client.pods().inAnyNamespace().list().getItems()) {
            state.add("pod " + pod.getMetadata().getUid() + " " + phase(pod));
        }
        for (Deployment each :
                client.apps().deployments().inAnyNamespace().list().getItems()) {
            state.add("deployment " + each.getMetadata().getUid() + " "
                    + (each.getStatus() == null ? "" : each.getStatus().getAvailableReplicas()));
        }
        return state;
    }

    private static String ready(Node node) {
        return node.getStatus() == null
                ? ""
                : node.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals("Ready"))
                        .map(condition -> condition.getStatus())
                        .findFirst()
                        .orElse("");
    }

    private static String phase(Pod pod) {
        if (pod.getStatus() == null) {
            return "";
        }
        long ready = pod.getStatus().getContainerStatuses().stream()
                .filter(ContainerStatus::getReady)
                .count();
        return pod.getStatus().getPhase() + " " + ready + " "
                + pod.getMetadata().getDeletionTimestamp();
    }

    @Override
    Kind atDeadline() {
        return Kind.TIMED_OUT;
    }
}
