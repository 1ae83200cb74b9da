package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeRuntimeHandler;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.k8s.model.PullPolicy;
import io.krater.k8s.pod.PodSettings;
import io.krater.k8s.pod.Refusals;
import io.krater.launch.Check;
import io.krater.suite.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks what each environment needs: its image on the nodes, its RuntimeClass, and that class's handler. */
final class EnvironmentChecks {
    private static final String EACH_FAILS = "each of its trials would fail";

    private final KubernetesClient client;
    private final PodSettings settings;
    private final List<Node> nodes;
    private final boolean local;

    EnvironmentChecks(KubernetesClient client, PodSettings settings, List<Node> nodes, boolean local) {
        this.client = client;
        this.settings = settings;
        this.nodes = nodes;
        this.local = local;
    }

    List<Check> check(Environment environment) {
        if (!(environment.target() instanceof Environment.Image image)) {
            return List.of(Check.error(
                    "image of " + environment.name(),
                    "it is a command of this machine",
                    EACH_FAILS,
                    "Environment.pod(\"" + environment.name() + "\").image(...)"));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(image(environment.name(), image.reference()));
        image.runtimeClass().ifPresent(name -> checks.add(runtimeClass(environment.name(), name)));
        return checks;
    }

    private Check image(String environment, String reference) {
        String subject = "image of " + environment;
        Optional<NodeImages.Found> found = NodeImages.find(nodes, reference);
        if (found.isPresent()) {
            String digest = found.get().digest().map(it -> ", " + it).orElse("");
            return Check.ok(subject, reference + digest + ", " + found.get().bytes() + " bytes");
        }
        if (settings.pullPolicy() != PullPolicy.NEVER) {
            return Check.warning(
                    subject,
                    reference + " is on no node",
                    "the first trial's start holds a download",
                    "pull it before: crictl pull " + reference);
        }
        if (nodes.isEmpty() || nodes.stream().anyMatch(NodeImages::mayBeIncomplete)) {
            return Check.warning(
                    subject,
                    reference + " is not among the images that the nodes report, which may not be all",
                    "if it is not there, " + EACH_FAILS,
                    "crictl images | grep " + reference);
        }
        return Check.error(
                subject,
                reference + " is on no node, and the pull policy is Never",
                EACH_FAILS,
                "on the node: ctr --namespace k8s.io images import IMAGE.tar");
    }

    private Check runtimeClass(String environment, String name) {
        String subject = "RuntimeClass of " + environment;
        RuntimeClass found;
        try {
            found = RuntimeClasses.find(client, name);
        } catch (RuntimeException refusal) {
            return Check.warning(
                    subject,
                    name + " may not be looked up: " + Refusals.said(refusal),
                    "if it is not there, " + EACH_FAILS,
                    "kubectl get runtimeclass " + name);
        }
        if (found == null) {
            return Check.error(
                    subject,
                    name + " is not there",
                    EACH_FAILS,
                    "kubectl get runtimeclass; kubectl apply -f - <<< '{apiVersion: node.k8s.io/v1, kind: RuntimeClass,"
                            + " metadata: {name: " + name + "}, handler: " + name + "}'");
        }
        return handler(subject, name, found.getHandler());
    }

    private Check handler(String subject, String name, String handler) {
        Optional<Boolean> known = byNodes(handler);
        if (known.isEmpty() && local && runsContainerd()) {
            known = RuntimeHandlers.isConfigured(handler);
        }
        if (known.isEmpty()) {
            return Check.ok(
                    subject, name + ", handler " + handler + " (whether the node has it shows with the first trial)");
        }
        return known.get()
                ? Check.ok(subject, name + ", handler " + handler)
                : Check.error(
                        subject,
                        name + " asks for handler " + handler + ", which the container runtime does not have",
                        EACH_FAILS,
                        "add [plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes." + handler
                                + "] to the node's containerd configuration and restart containerd");
    }

    /** Where another runtime serves the kubelet, containerd's configuration says nothing. */
    private boolean runsContainerd() {
        return nodes.stream()
                .map(Node::getStatus)
                .filter(status -> status != null && status.getNodeInfo() != null)
                .allMatch(status -> String.valueOf(status.getNodeInfo().getContainerRuntimeVersion())
                        .startsWith("containerd"));
    }

    /** What nodes report of their handlers (since Kubernetes 1.30, where the container runtime tells). */
    private Optional<Boolean> byNodes(String handler) {
        List<String> all = new ArrayList<>();
        for (Node node : nodes) {
            List<NodeRuntimeHandler> handlers =
                    node.getStatus() == null ? null : node.getStatus().getRuntimeHandlers();
            if (handlers != null) {
                handlers.forEach(it -> all.add(String.valueOf(it.getName())));
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all.contains(handler));
    }
}
