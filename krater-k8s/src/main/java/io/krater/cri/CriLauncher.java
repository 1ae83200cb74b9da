package io.krater.cri;

import io.krater.cgroup.CgroupMount;
import io.krater.k8s.model.PullPolicy;
import io.krater.k8s.pod.Owner;
import io.krater.launch.Capture;
import io.krater.launch.Check;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.launch.Together;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs trials straight through a container runtime's CRI socket, one sandbox with one container each: no API server, no kubelet,
 * no client program for each call. An environment's RuntimeClass is the name of a runtime handler here, such as {@code crun}.
 *
 * <p>It runs on the node itself, as a user that may write to the socket, make directories for logs and cgroups, and read cgroups:
 * root, as a rule. Gate, stamps of the log and samples of the scopes {@code container}, {@code pod} and {@code host} are as for pods
 * on Kubernetes; well-known phases are the answers to the calls. Each call of a start is a mark of its own when it is sent and when
 * it is answered ({@code run_pod_sandbox}, {@code run_pod_sandbox_done}, the same for {@code create_container} and {@code
 * start_container}), and how long each call took, those of the removal included, is among an execution's facts ({@code
 * run_pod_sandbox_ms}). Each call goes out at once, carries a deadline, and is never repeated in silence. Thread-safe; any number
 * of executions may be alive together.
 *
 * <p>All that it makes is labelled {@code krater.io/via=cri}; it never touches a sandbox without that label.
 */
public final class CriLauncher implements Launcher {
    private final CriSocket socket;
    private final CriSettings settings;
    private final Thread shutdownHook;
    private @Nullable CriSession session;
    private boolean closed;

    private CriLauncher(CriSocket socket, CriSettings settings) {
        this.socket = socket;
        this.settings = settings;
        this.shutdownHook = new Thread(this::removeAll, "krater-cri-shutdown");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /** A launcher at the first usual socket that is there: containerd's, k3s', MicroK8s', CRI-O's. Nothing is asked for yet. */
    public static CriLauncher connect() {
        return builder().connect();
    }

    /** A builder whose settings are those of {@link #connect()}. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "cri";
    }

    @Override
    public List<Check> preflight(Suite suite) {
        return new CriPreflight(socket, settings).check(suite);
    }

    @Override
    public Capture capture(Suite suite) {
        return CriCapture.of(socket, settings, suite);
    }

    @Override
    public Execution prepare(LaunchRequest request, ExecutionListener listener) throws LaunchException {
        Environment.Image target = CriBlueprint.image(request);
        return session().prepare(request, target, listener);
    }

    /** Begins all removals before it waits for the first; no thread is needed for any. */
    @Override
    public Map<Execution, RuntimeException> closeAll(List<Execution> executions) {
        Together.requireOnce(executions);
        for (Execution execution : executions) {
            if (execution instanceof CriExecution ours) {
                CompletableFuture<Void> unused = ours.remove();
            }
        }
        Map<Execution, RuntimeException> faults = Together.inTurn(executions, Execution::close);
        open().ifPresent(CriSession::forget);
        return faults;
    }

    private synchronized Optional<CriSession> open() {
        return Optional.ofNullable(session);
    }

    /** The one session, begun when first needed. */
    private synchronized CriSession session() throws LaunchException {
        if (closed) {
            throw new LaunchException(FailureReason.of(Kind.PLATFORM_ERROR, "the launcher is closed"));
        }
        CriSession open = session;
        if (open == null) {
            open = begin();
            session = open;
        }
        return open;
    }

    private CriSession begin() throws LaunchException {
        try {
            return CriSession.begin(socket, settings, Owner.self());
        } catch (CriException refusal) {
            Kind kind = refusal.problem() == CriException.Problem.NO_PERMISSION ? Kind.FORBIDDEN : Kind.PLATFORM_ERROR;
            throw new LaunchException(FailureReason.of(kind, String.valueOf(refusal.getMessage())), refusal);
        } catch (IOException refusal) {
            throw new LaunchException(
                    FailureReason.of(
                            Kind.PLATFORM_ERROR,
                            "cannot use this machine's files: " + refusal
                                    + "; run as root on the node, or name another directory: CriLauncher.builder().logs(...)"),
                    refusal);
        }
    }

    /** Removes what dead processes left; where the runtime cannot be asked, says so: the preflight then says why. */
    @Override
    public List<String> cleanup() {
        try {
            return session().sweep();
        } catch (LaunchException refusal) {
            return List.of("could not look for sandboxes that were left behind: "
                    + refusal.reason().message());
        }
    }

    private synchronized void removeAll() {
        CriSession open = session;
        session = null;
        closed = true;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        removeAll();
        try {
            // not before: closing may take a while, and who loses patience and interrupts it must leave nothing either
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            System.getLogger(CriLauncher.class.getName())
                    .log(System.Logger.Level.DEBUG, "closed while the JVM shuts down", shuttingDown);
        }
    }

    /** The machine's cgroup v2 tree. */
    static Path cgroups() throws IOException {
        return CgroupMount.detect().root().orElseThrow(() -> new IOException("there is no cgroup v2 tree"));
    }

    /** Collects a launcher's settings; defaults stand at the fields. Not thread-safe. */
    public static final class Builder {
        private static final Path LOGS = Path.of("/var/log/krater");

        private Optional<CriSocket> socket = Optional.empty();
        private PullPolicy pullPolicy = PullPolicy.NEVER;
        private boolean hostNetwork;
        private boolean sandboxOnly;
        private final Map<String, String> annotations = new LinkedHashMap<>();
        private Path logs = LOGS;
        private CriDeadlines deadlines = CriDeadlines.usual();

        private Builder() {}

        /**
         * The socket, as a path or {@code unix://} and a path; the first usual one that is there until told otherwise.
         *
         * @throws IllegalArgumentException if it is neither
         */
        public Builder socket(String endpoint) {
            Objects.requireNonNull(endpoint, "socket must not be null");
            this.socket = Optional.of(CriSocket.of(endpoint));
            return this;
        }

        /** When images are fetched; {@link PullPolicy#NEVER} until told otherwise. It happens before the start that is timed. */
        public Builder pullPolicy(PullPolicy policy) {
            Objects.requireNonNull(policy, "pullPolicy must not be null");
            this.pullPolicy = policy;
            return this;
        }

        /** Has sandboxes share the machine's network, so that no network plugin runs; each gets one of its own until told so. */
        public Builder hostNetwork() {
            this.hostNetwork = true;
            return this;
        }

        /** Starts sandboxes alone, without a container in them: an execution then ends when it is told to. */
        public Builder sandboxOnly() {
            this.sandboxOnly = true;
            return this;
        }

        /** An annotation of each sandbox, for a runtime that takes settings by them; none until told otherwise. */
        public Builder annotation(String key, String value) {
            Objects.requireNonNull(key, "key of annotation must not be null");
            Objects.requireNonNull(value, "value of annotation must not be null");
            annotations.put(key, value);
            return this;
        }

        /**
         * Directory for logs while their containers are there; {@code /var/log/krater} until told otherwise. Not one of the
         * kubelet's: it removes what it does not know.
         *
         * @throws IllegalArgumentException if it is not absolute, or below {@code /var/log/pods}
         */
        public Builder logs(Path directory) {
            Objects.requireNonNull(directory, "logs must not be null");
            if (!directory.isAbsolute() || directory.normalize().startsWith("/var/log/pods")) {
                throw new IllegalArgumentException(
                        "logs must be an absolute path outside the kubelet's /var/log/pods, was " + directory);
            }
            this.logs = directory.normalize();
            return this;
        }

        /**
         * How long the runtime may take to make, start, stop or remove something, 1 s to 1 hour; 2 minutes, as the kubelet's, until
         * told otherwise.
         *
         * @throws IllegalArgumentException if out of this range
         */
        public Builder callDeadline(Duration time) {
            Objects.requireNonNull(time, "callDeadline must not be null");
            if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("callDeadline must be in 1s to 1h, was " + time);
            }
            this.deadlines = new CriDeadlines(deadlines.question(), time, deadlines.pull());
            return this;
        }

        /** The launcher. The runtime is asked for nothing yet. */
        public CriLauncher connect() {
            return new CriLauncher(
                    socket.orElseGet(CriSocket::usual),
                    new CriSettings(pullPolicy, hostNetwork, sandboxOnly, annotations, logs, deadlines));
        }
    }
}
