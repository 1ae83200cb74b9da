package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import io.krater.cgroup.HostFacts;
import io.krater.k8s.pod.Cluster;
import io.krater.k8s.pod.Connection;
import io.krater.k8s.pod.Refusals;
import io.krater.launch.Capture;
import io.krater.launch.LaunchException;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be known of a cluster, its nodes and the images on them; what may not be read is said to be so. */
public final class ClusterCapture {
    private final Connection connection;

    public ClusterCapture(Connection connection) {
        this.connection = connection;
    }

    public Capture of(Suite suite) {
        Map<String, String> host = new LinkedHashMap<>();
        List<Node> nodes = List.of();
        try {
            KubernetesClient client = connection.client();
            VersionInfo version = client.getKubernetesVersion();
            host.put(
                    "kubernetes",
                    version == null ? "unknown" : Refusals.words(String.valueOf(version.getGitVersion())));
            Cluster cluster = connection.cluster();
            nodes = NodeChoice.matching(client, cluster.settings());
            host.put("namespace", cluster.settings().namespace());
            if (cluster.node().isPresent()) {
                host.put(
                        "samples",
                        "cgroup files of node " + cluster.node().get().node());
                HostFacts.capture().forEach((key, value) -> host.put("host." + key, value));
            } else {
                host.put("samples", "none: " + connection.whyNoSamples());
            }
        } catch (RuntimeException refusal) {
            host.put("kubernetes_problem", Refusals.said(refusal));
        } catch (LaunchException refusal) {
            host.put("kubernetes_problem", refusal.reason().message());
        }
        kernels(nodes).ifPresent(kernels -> put(host, "kernel", kernels));
        nodes.forEach(node -> describe(node, host));
        Map<String, Map<String, String>> environments = new LinkedHashMap<>();
        for (Environment environment : suite.environments()) {
            environments.put(environment.name(), describe(environment, nodes));
        }
        return new Capture(host, environments);
    }

    /** The kernels that the trials may run on; one, unless nodes differ. */
    private static Optional<String> kernels(List<Node> nodes) {
        String all = nodes.stream()
                .map(Node::getStatus)
                .filter(java.util.Objects::nonNull)
                .map(NodeStatus::getNodeInfo)
                .filter(java.util.Objects::nonNull)
                .map(NodeSystemInfo::getKernelVersion)
                .filter(java.util.Objects::nonNull)
                .distinct()
                .collect(java.util.stream.Collectors.joining(", "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static void describe(Node node, Map<String, String> host) {
        String prefix = "node." + node.getMetadata().getName() + ".";
        if (node.getStatus() == null) {
            return;
        }
        NodeSystemInfo info = node.getStatus().getNodeInfo();
        if (info != null) {
            put(host, prefix + "kernel", info.getKernelVersion());
            put(host, prefix + "os", info.getOsImage());
            put(host, prefix + "architecture", info.getArchitecture());
            put(host, prefix + "container_runtime", info.getContainerRuntimeVersion());
            put(host, prefix + "kubelet", info.getKubeletVersion());
        }
        if (node.getStatus().getCapacity() != null) {
            node.getStatus()
                    .getCapacity()
                    .forEach((resource, quantity) -> put(host, prefix + "capacity." + resource, quantity));
        }
    }

    /** Nodes that are simulated, or whose kubelet has not reported yet, lack any of it. */
    private static void put(Map<String, String> facts, String key, @Nullable Object value) {
        if (value != null) {
            facts.put(key, Refusals.words(value.toString()));
        }
    }

    private Map<String, String> describe(Environment environment, List<Node> nodes) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (environment.target() instanceof Environment.Image image) {
            facts.put("image", image.reference());
            image.runtimeClass().ifPresent(name -> {
                facts.put("runtime_class", name);
                handler(name).ifPresent(handler -> facts.put("runtime_handler", handler));
            });
            NodeImages.find(nodes, image.reference()).ifPresent(found -> {
                found.digest().ifPresent(digest -> facts.put(Capture.IMAGE_DIGEST, digest));
                facts.put("image_bytes", Long.toString(found.bytes()));
            });
        }
        return facts;
    }

    private Optional<String> handler(String runtimeClass) {
        try {
            return Optional.ofNullable(RuntimeClasses.find(connection.client(), runtimeClass))
                    .map(RuntimeClass::getHandler);
        } catch (RuntimeException refused) {
            return Optional.empty(); // the preflight says so
        }
    }
}
