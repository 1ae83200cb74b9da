package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.launch.LaunchException;
import io.krater.launch.Together;
import io.krater.node.EventLoop;
import io.krater.node.LocalNode;
import io.krater.node.NodeView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client and what was found out through it once: whether this machine is a node of the cluster. Thread-safe. */
public final class Connection implements AutoCloseable {
    private static final String HOSTNAME_LABEL = "kubernetes.io/hostname";
    private static final int ID_CHARS = 6;
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final PodSettings settings;
    private final boolean bindToNode;
    private final String who;
    private final String launcher =
            UUID.randomUUID().toString().replace("-", "").substring(0, ID_CHARS);
    private @Nullable Cluster cluster;
    private PodSettings effective;
    private String whyNoSamples = "";

    /**
     * A connection over a client.
     *
     * @param bindToNode whether pods go to the node that this machine is, if it is one
     * @param who whose credentials the client has and where they stand, for people
     */
    public Connection(KubernetesClient client, PodSettings settings, boolean bindToNode, String who) {
        this.client = client;
        this.who = who;
        this.settings = settings;
        this.effective = settings;
        this.bindToNode = bindToNode;
    }

    public KubernetesClient client() {
        return client;
    }

    public PodSettings settings() {
        return settings;
    }

    /** Whose credentials the client has and where they stand, for people. */
    public String who() {
        return who;
    }

    /** The cluster, found out about at the first call. */
    public synchronized Cluster cluster() throws LaunchException {
        Cluster known = cluster;
        if (known != null) {
            return known;
        }
        EventLoop loop = new EventLoop("krater-k8s");
        Optional<NodeView> view = Optional.empty();
        try {
            Optional<Node> here = nodeHere();
            if (here.isPresent()) {
                view = Optional.of(LocalNode.open(here.get().getMetadata().getName(), loop));
                Map<String, String> labels = here.get().getMetadata().getLabels();
                String host = labels == null ? null : labels.get(HOSTNAME_LABEL);
                if (bindToNode && host != null) {
                    effective = settings.onNodes(Map.of(HOSTNAME_LABEL, host));
                }
            }
        } catch (IOException e) {
            whyNoSamples = "the node's cgroups cannot be read: " + e.getMessage();
        } catch (RuntimeException refusal) {
            if (Refusals.code(refusal) != 403) {
                loop.close();
                throw Refusals.launch("listing nodes", refusal);
            }
            whyNoSamples = "nodes may not be listed, so it is not known whether this machine is one";
        }
        Cluster found = new Cluster(client, effective, loop, view, launcher);
        cluster = found;
        return found;
    }

    /**
     * The node that is this machine: the one that runs on the same boot of the same kernel. Nodes that are containers of one
     * machine (kind, minikube) all run on that boot, and then nothing tells which of them this is, if it is one.
     */
    private Optional<Node> nodeHere() {
        String boot = Owner.self().bootId();
        List<Node> same = client.nodes().list().getItems().stream()
                .filter(node -> node.getStatus() != null
                        && node.getStatus().getNodeInfo() != null
                        && boot.equals(node.getStatus().getNodeInfo().getBootID()))
                .toList();
        if (same.size() == 1) {
            return Optional.of(same.get(0));
        }
        whyNoSamples = same.isEmpty()
                ? "this machine is no node of the cluster"
                : "nodes "
                        + same.stream()
                                .map(node -> node.getMetadata().getName())
                                .collect(Collectors.joining(", "))
                        + " run on this machine's kernel, so it is not known which of them this is, if one";
        return Optional.empty();
    }

    /** Why there are no samples; empty where there are. Known once the cluster is. */
    public synchronized String whyNoSamples() {
        return whyNoSamples;
    }

    public PodBlueprint blueprint(Cluster of) {
        return new PodBlueprint(of.settings(), launcher, Owner.self());
    }

    /**
     * Deletes whatever this launcher made, in one request: the process is about to end. What the server was still making is
     * deleted by another.
     */
    public void removeAll() {
        Cluster known;
        synchronized (this) {
            known = cluster;
        }
        if (known != null && !known.executions().isEmpty()) {
            known.deleteAll();
            boolean late = false;
            long until = System.nanoTime() + SHUTDOWN.toNanos();
            for (PodFollower execution : known.executions()) {
                late |= execution.settle(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            }
            if (late) {
                known.deleteAll();
            }
        }
    }

    @Override
    public void close() {
        Cluster known;
        synchronized (this) {
            known = cluster;
        }
        if (known == null) {
            client.close();
            return;
        }
        // all are told first, so that fifty go in little more time than one
        List<PodFollower> all = known.executions();
        all.forEach(PodFollower::kill);
        Together.sideBySide(all, all.size(), PodFollower::close)
                .forEach((execution, fault) -> System.getLogger(Connection.class.getName())
                        .log(System.Logger.Level.WARNING, "pod " + execution.name() + " may be left behind", fault));
        known.close();
    }
}
