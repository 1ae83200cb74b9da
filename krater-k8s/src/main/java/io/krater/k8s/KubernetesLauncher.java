package io.krater.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.krater.k8s.access.Access;
import io.krater.k8s.access.Accesses;
import io.krater.k8s.check.ClusterCapture;
import io.krater.k8s.check.ClusterPreflight;
import io.krater.k8s.model.PullPolicy;
import io.krater.k8s.model.RunningTrial;
import io.krater.k8s.pod.Cleanup;
import io.krater.k8s.pod.Cluster;
import io.krater.k8s.pod.Connection;
import io.krater.k8s.pod.Owner;
import io.krater.k8s.pod.PodBlueprint;
import io.krater.k8s.pod.PodExecution;
import io.krater.k8s.pod.PodSettings;
import io.krater.k8s.pod.Refusals;
import io.krater.launch.Capture;
import io.krater.launch.Check;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.suite.Suite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Runs trials as pods, one container each, under any RuntimeClass.
 *
 * <p>On a node, as root, it reads the pods' cgroups and log files directly and gives samples of the scopes {@code
 * container}, {@code pod} and {@code host}; pods are then bound to that node unless told otherwise. From any other machine it
 * gives log, gate, phases and every failure's reason, and no samples. Thread-safe; any number of executions may be alive
 * together, for one watch and one thread serve them all.
 *
 * <p>All that it makes is labelled {@code app.kubernetes.io/managed-by=krater}; it never touches a pod without that label.
 */
public final class KubernetesLauncher implements Launcher {
    private final Connection connection;
    private final AtomicLong serial = new AtomicLong();
    private final Thread shutdownHook;

    KubernetesLauncher(Connection connection) {
        this.connection = connection;
        this.shutdownHook = new Thread(this::removeAll, "krater-k8s-shutdown");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * A launcher for the cluster that {@code KUBECONFIG}, {@code ~/.kube/config}, the pod that this process runs in, or a k3s or
     * MicroK8s on this machine names, in this order. The cluster is asked for nothing yet.
     *
     * @throws IllegalArgumentException if none of them names a cluster
     */
    public static KubernetesLauncher connect() {
        return builder().connect();
    }

    /** A builder whose settings are those of {@link #connect()}. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public List<Check> preflight(Suite suite) {
        return new ClusterPreflight(connection).check(Optional.of(suite));
    }

    /** What {@link #preflight} checks whatever the suite. */
    public List<Check> doctor() {
        return new ClusterPreflight(connection).check(Optional.empty());
    }

    @Override
    public Capture capture(Suite suite) {
        return new ClusterCapture(connection).of(suite);
    }

    @Override
    public Execution prepare(LaunchRequest request, ExecutionListener listener) throws LaunchException {
        Cluster cluster = connection.cluster();
        PodBlueprint blueprint = connection.blueprint(cluster);
        long number = serial.incrementAndGet();
        Pod asked = blueprint.asked(request, number);
        Pod pod = blueprint.pod(request, number);
        cluster.warmUp(pod);
        cluster.watch();
        PodExecution execution = new PodExecution(cluster, request, asked, pod, listener);
        cluster.add(execution);
        return execution;
    }

    /** Removes what dead processes left; where the API server does not let us look, says so: the preflight then says why. */
    @Override
    public List<String> cleanup() {
        try {
            return removeDead();
        } catch (RuntimeException refusal) {
            return List.of("could not look for pods that were left behind: " + Refusals.said(refusal));
        }
    }

    /** {@link #cleanup} that fails where it is not possible. */
    List<String> removeDead() {
        return new Cleanup(connection.client(), connection.settings().namespace(), Owner.self()).removeDead();
    }

    /** The trials whose pods are there now, of any run and any process, in this launcher's namespace. */
    public List<RunningTrial> status() {
        return new Cleanup(connection.client(), connection.settings().namespace(), Owner.self()).status();
    }

    private void removeAll() {
        connection.removeAll();
    }

    @Override
    public void close() {
        connection.close();
        try {
            // not before: closing may take a while, and who loses patience and interrupts it must leave no pod either
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            System.getLogger(KubernetesLauncher.class.getName())
                    .log(System.Logger.Level.DEBUG, "closed while the JVM shuts down", shuttingDown);
        }
    }

    /** Collects a launcher's settings; defaults stand at the fields. Not thread-safe. */
    public static final class Builder {
        private static final Duration LOG_PATIENCE = Duration.ofSeconds(15);
        private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

        private Optional<Path> kubeconfig = Optional.empty();
        private Optional<String> context = Optional.empty();
        private Optional<String> namespace = Optional.empty();
        private final Map<String, String> nodeSelector = new LinkedHashMap<>();
        private final List<Toleration> tolerations = new ArrayList<>();
        private Optional<String> serviceAccount = Optional.empty();
        private PullPolicy pullPolicy = PullPolicy.NEVER;
        private UnaryOperator<Pod> customiser = UnaryOperator.identity();
        private Duration unschedulableAfter = Duration.ofSeconds(5);
        private boolean thisNode = true;

        private Builder() {}

        /** The kubeconfig file; see {@link #connect()} for where it is looked for until told otherwise. */
        public Builder kubeconfig(Path file) {
            Objects.requireNonNull(file, "kubeconfig must not be null");
            this.kubeconfig = Optional.of(file);
            return this;
        }

        /** The kubeconfig's context; its current one until told otherwise. */
        public Builder context(String name) {
            Objects.requireNonNull(name, "context must not be null");
            this.context = Optional.of(name);
            return this;
        }

        /**
         * The namespace of the pods; the context's, else {@code default}, until told otherwise.
         *
         * @throws IllegalArgumentException if it is no DNS label
         */
        public Builder namespace(String name) {
            Objects.requireNonNull(name, "namespace must not be null");
            if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
                throw new IllegalArgumentException(
                        "namespace must be a DNS label of lower-case letters, digits and -, was \"" + name + "\"");
            }
            this.namespace = Optional.of(name);
            return this;
        }

        /** A label that the pods' node must have; none until told otherwise. */
        public Builder nodeLabel(String key, String value) {
            Objects.requireNonNull(key, "key of nodeLabel must not be null");
            Objects.requireNonNull(value, "value of nodeLabel must not be null");
            nodeSelector.put(key, value);
            return this;
        }

        /** A taint that the pods bear; none until told otherwise. */
        public Builder tolerate(Toleration toleration) {
            Objects.requireNonNull(toleration, "tolerate must not be null");
            tolerations.add(toleration);
            return this;
        }

        /** A taint's key that the pods bear, whatever its value and effect. */
        public Builder tolerate(String key) {
            Objects.requireNonNull(key, "tolerate must not be null");
            return tolerate(
                    new TolerationBuilder().withKey(key).withOperator("Exists").build());
        }

        /** What the pods run as; the namespace's default until told otherwise. */
        public Builder serviceAccount(String name) {
            Objects.requireNonNull(name, "serviceAccount must not be null");
            this.serviceAccount = Optional.of(name);
            return this;
        }

        /** When images are fetched; {@link PullPolicy#NEVER} until told otherwise. */
        public Builder pullPolicy(PullPolicy policy) {
            Objects.requireNonNull(policy, "pullPolicy must not be null");
            this.pullPolicy = policy;
            return this;
        }

        /**
         * The last word on each pod: labels, annotations, volumes, security context. Name, namespace and the labels and
         * annotations by which KRATER knows its pods are put back afterwards; the container named {@code workload} must stay.
         */
        public Builder customisePod(UnaryOperator<Pod> customiser) {
            Objects.requireNonNull(customiser, "customisePod must not be null");
            UnaryOperator<Pod> before = this.customiser;
            this.customiser = pod -> customiser.apply(before.apply(pod));
            return this;
        }

        /**
         * How long a pod may wait for room on a node before its trial fails, 0 to 1 day; 5 s until told otherwise.
         *
         * @throws IllegalArgumentException if out of this range
         */
        public Builder unschedulableAfter(Duration time) {
            Objects.requireNonNull(time, "unschedulableAfter must not be null");
            if (time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("unschedulableAfter must be in 0s to 1d, was " + time);
            }
            this.unschedulableAfter = time;
            return this;
        }

        /**
         * Lets pods go to any node, also where this process runs on one: on other nodes than its own there are no samples.
         * Until told so, a launcher on a node that can read its cgroups binds its pods to that node.
         */
        public Builder anyNode() {
            this.thisNode = false;
            return this;
        }

        /**
         * The launcher. The cluster is asked for nothing yet.
         *
         * @throws IllegalArgumentException if no cluster is named, or a named file or context is not there
         */
        public KubernetesLauncher connect() {
            return new KubernetesLauncher(connection());
        }

        Connection connection() {
            Access access = new Accesses().find(kubeconfig, context);
            PodSettings settings = new PodSettings(
                    namespace.orElseGet(access::namespace),
                    nodeSelector,
                    tolerations,
                    serviceAccount,
                    pullPolicy,
                    customiser,
                    unschedulableAfter,
                    LOG_PATIENCE,
                    RETRY_PAUSE);
            return new Connection(access.podClient(), settings, thisNode, access.who());
        }
    }
}
