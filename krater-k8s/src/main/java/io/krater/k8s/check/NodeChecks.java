package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.k8s.pod.Labels;
import io.krater.k8s.pod.PodBlueprint;
import io.krater.k8s.pod.PodFacts;
import io.krater.k8s.pod.PodSettings;
import io.krater.launch.Check;
import io.krater.suite.Resources;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks the nodes that pods can be sent to: there, ready, open to the pods, and with room for their requests. */
final class NodeChecks {
    private static final BigDecimal MEBI = BigDecimal.valueOf(1L << 20);

    private final KubernetesClient client;
    private final PodSettings settings;
    private final List<Node> nodes;

    NodeChecks(KubernetesClient client, PodSettings settings, List<Node> nodes) {
        this.client = client;
        this.settings = settings;
        this.nodes = nodes;
    }

    List<Check> check(Optional<Resources> resources) {
        if (nodes.isEmpty()) {
            return List.of(Check.error(
                    "nodes",
                    "none has the labels " + settings.nodeSelector(),
                    "no pod can be scheduled",
                    "kubectl get nodes --show-labels"));
        }
        List<Check> checks = new ArrayList<>();
        List<Node> usable = new ArrayList<>();
        for (Node node : nodes) {
            Optional<String> why = whyNot(node);
            if (why.isEmpty()) {
                usable.add(node);
            } else {
                checks.add(Check.warning(
                        "node " + name(node), why.get(), "it gets no pod", "kubectl describe node " + name(node)));
            }
        }
        if (usable.isEmpty()) {
            checks.add(Check.error(
                    "nodes",
                    "none of " + nodes.size() + " takes pods",
                    "no pod can be scheduled",
                    "kubectl describe nodes"));
            return checks;
        }
        checks.add(Check.ok("nodes", usable.stream().map(NodeChecks::name).toList() + " ready"));
        resources.ifPresent(wanted -> checks.add(room(wanted, usable)));
        return checks;
    }

    private Optional<String> whyNot(Node node) {
        boolean ready = node.getSpec() != null
                && node.getStatus() != null
                && node.getStatus().getConditions() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(it -> "Ready".equals(it.getType()) && "True".equals(it.getStatus()));
        if (!ready) {
            return Optional.of("not ready");
        }
        if (Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
            return Optional.of("cordoned");
        }
        List<Taint> taints = node.getSpec().getTaints();
        return (taints == null ? List.<Taint>of() : taints)
                .stream()
                        .filter(taint -> !"PreferNoSchedule".equals(taint.getEffect()))
                        .filter(taint -> settings.tolerations().stream().noneMatch(it -> bears(it, taint)))
                        .map(taint ->
                                "tainted " + taint.getKey() + ":" + taint.getEffect() + ", which the pods do not bear")
                        .findFirst();
    }

    /** Whether a toleration bears a taint, as the scheduler decides it. */
    private static boolean bears(Toleration toleration, Taint taint) {
        boolean effect =
                isBlank(toleration.getEffect()) || toleration.getEffect().equals(taint.getEffect());
        boolean key = isBlank(toleration.getKey()) || toleration.getKey().equals(taint.getKey());
        boolean exists = "Exists".equals(toleration.getOperator());
        boolean value = String.valueOf(toleration.getValue()).equals(String.valueOf(taint.getValue()));
        return effect && key && (exists || (!isBlank(toleration.getKey()) && value));
    }

    private Check room(Resources wanted, List<Node> usable) {
        Map<String, Quantity> limits = PodBlueprint.limits(wanted);
        List<String> full = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (Node node : usable) {
            Optional<List<Pod>> known = podsOn(node);
            List<Pod> pods = known.orElse(List.of());
            List<Pod> others = pods.stream().filter(pod -> !Labels.isOurs(pod)).toList();
            Optional<String> forEver = lack(node, limits, others);
            Optional<String> now = lack(node, limits, pods);
            if (now.isEmpty()) {
                return Check.ok(
                        "room",
                        "node " + name(node) + " has room for " + words(limits)
                                + (known.isPresent() ? "" : ", if no other pods are there (they may not be listed)"));
            }
            forEver.ifPresentOrElse(
                    lack -> full.add(name(node) + ": " + lack), () -> taken.add(name(node) + ": " + now.get()));
        }
        if (!taken.isEmpty()) {
            return Check.warning(
                    "room",
                    String.join("; ", taken) + ", trials of other runs among them",
                    "trials that meet them stay unscheduled and fail",
                    "wait for the other runs (java -jar krater-examples.jar status), or lower the suite's limits");
        }
        return Check.error(
                "room",
                String.join("; ", full),
                "trials stay unscheduled and fail",
                "kubectl describe nodes; lower the suite's limits, or remove other pods");
    }

    private static String words(Map<String, Quantity> limits) {
        return limits.isEmpty()
                ? "a pod without limits"
                : limits.entrySet().stream()
                        .map(limit -> limit.getKey() + " " + words(limit.getKey(), limit.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String words(String resource, Quantity amount) {
        boolean memory = resource.equals("memory");
        return memory
                ? amount.getNumericalAmount().divide(MEBI).stripTrailingZeros().toPlainString() + "Mi"
                : amount.toString();
    }

    private static Optional<String> lack(Node node, Map<String, Quantity> wanted, List<Pod> pods) {
        for (Map.Entry<String, Quantity> want : wanted.entrySet()) {
            Map<String, Quantity> all = node.getStatus().getAllocatable();
            Quantity allocatable = all == null ? null : all.get(want.getKey());
            if (allocatable == null) {
                continue;
            }
            BigDecimal used =
                    pods.stream().map(pod -> requested(pod, want.getKey())).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal free = allocatable.getNumericalAmount().subtract(used);
            if (free.compareTo(want.getValue().getNumericalAmount()) < 0) {
                return Optional.of(want.getKey() + " wanted " + words(want.getKey(), want.getValue()) + ", allocatable "
                        + allocatable + ", requested by others "
                        + used.stripTrailingZeros().toPlainString());
            }
        }
        return Optional.empty();
    }

    private static BigDecimal requested(Pod pod, String resource) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Container container : pod.getSpec().getContainers()) {
            Map<String, Quantity> requests = container.getResources() == null
                    ? null
                    : container.getResources().getRequests();
            if (requests != null && requests.get(resource) != null) {
                sum = sum.add(requests.get(resource).getNumericalAmount());
            }
        }
        return sum;
    }

    /** Pods of anybody on a node that have not ended; empty if they may not be listed. */
    Optional<List<Pod>> podsOn(Node node) {
        try {
            return Optional.of(
                    client.pods().inAnyNamespace().withField("spec.nodeName", name(node)).list().getItems().stream()
                            .filter(pod -> !new PodFacts(pod).isOver())
                            .toList());
        } catch (RuntimeException refusal) {
            return Optional.empty();
        }
    }

    private static String name(Node node) {
        return node.getMetadata().getName();
    }

    private static boolean isBlank(String text) {
        return text == null || text.isEmpty();
    }
}
