package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.krater.launch.ExitReason;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Tells from what the API shows of a pod whether and how it came to its end. A state that Kubernetes would retry, such as
 * an image that cannot be pulled, is an end here: a start that took several attempts is no measurement.
 *
 * <p>Reasons are those of the kubelet (pkg/kubelet/images, pkg/kubelet/container, pkg/kubelet/eviction) and of the CRI.
 */
final class Endings {
    private static final int SIGNAL_BASE = 128;
    /** Fact: the container that failed, where it is not the one that is measured. */
    static final String CONTAINER = "container";

    private static final Map<String, Kind> WAITING = Map.of(
            "ErrImageNeverPull", Kind.IMAGE_UNAVAILABLE,
            "ImagePullBackOff", Kind.IMAGE_UNAVAILABLE,
            "InvalidImageName", Kind.IMAGE_UNAVAILABLE,
            "ImageInspectError", Kind.IMAGE_UNAVAILABLE,
            "RegistryUnavailable", Kind.IMAGE_UNAVAILABLE,
            "CreateContainerConfigError", Kind.SANDBOX_FAILED,
            "CreateContainerError", Kind.SANDBOX_FAILED,
            "RunContainerError", Kind.SANDBOX_FAILED,
            "PostStartHookError", Kind.SANDBOX_FAILED,
            "CrashLoopBackOff", Kind.CRASHED);

    /** Reasons with which a container "ended" that never ran. */
    private static final Set<String> NEVER_RAN = Set.of("StartError", "ContainerCannotRun", "ContainerStatusUnknown");

    private Endings() {}

    /** How the pod ended; empty while it has not. */
    static Optional<Ending> of(PodFacts pod) {
        Optional<Ending> byKubelet = byKubelet(pod);
        if (byKubelet.isPresent()) {
            return byKubelet;
        }
        Optional<ContainerStateTerminated> terminated = pod.state().map(state -> state.getTerminated());
        if (terminated.isPresent()) {
            return Optional.of(terminated(terminated.get()));
        }
        Optional<ContainerStateWaiting> waiting = pod.state().map(state -> state.getWaiting());
        if (waiting.isPresent() && WAITING.containsKey(text(waiting.get().getReason()))) {
            return Optional.of(waiting(waiting.get()));
        }
        Optional<Ending> before = pod.initContainers().stream()
                .flatMap(container -> before(pod, container).stream())
                .findFirst();
        if (before.isPresent()) {
            return before;
        }
        if (pod.phase().equals("Failed")) {
            return Optional.of(Ending.failed(rejected(pod)));
        }
        return Optional.empty();
    }

    /** What the kubelet did to the whole pod: it says so in the status, whatever the container's exit code. */
    private static Optional<Ending> byKubelet(PodFacts pod) {
        String reason = pod.reason();
        if (!pod.phase().equals("Failed") || reason.isEmpty()) {
            return Optional.empty();
        }
        Kind kind = switch (reason) {
            case "Evicted" -> Kind.EVICTED;
            case "DeadlineExceeded" -> Kind.DEADLINE_EXCEEDED;
            case "Preempting", "Terminated", "NodeShutdown", "NodeLost" -> Kind.EVICTED;
            default -> Kind.PLATFORM_ERROR;
        };
        if (kind == Kind.PLATFORM_ERROR) {
            return Optional.empty();
        }
        String what = kind == Kind.DEADLINE_EXCEEDED
                ? "the pod's own deadline (activeDeadlineSeconds) passed"
                : "the node's kubelet ended the pod (" + reason + ")";
        Ending ending = Ending.failed(
                FailureReason.of(kind, what + ": " + pod.message()).with("reason", reason));
        return Optional.of(pod.hasEnded() ? ending.withLog() : ending);
    }

    private static FailureReason rejected(PodFacts pod) {
        String reason = pod.reason();
        boolean noRoom = reason.startsWith("OutOf") || reason.equals("NodeAffinity");
        return FailureReason.of(
                        noRoom ? Kind.UNSCHEDULABLE : Kind.PLATFORM_ERROR,
                        reason.isEmpty() && pod.message().isEmpty()
                                ? "the pod failed, and neither the node nor a container says why"
                                : "the node refused the pod (" + reason + "): " + pod.message())
                .with("reason", reason);
    }

    /** How a container that comes before the workload kept it from starting; empty where it does not. */
    private static Optional<Ending> before(PodFacts pod, ContainerStatus container) {
        ContainerState state = container.getState();
        if (state == null) {
            return Optional.empty();
        }
        String name = container.getName();
        ContainerStateTerminated end = state.getTerminated();
        if (end != null
                && end.getExitCode() != null
                && end.getExitCode() != 0
                && pod.phase().equals("Failed")) {
            String said = text(end.getMessage()).strip();
            return Optional.of(Ending.failed(FailureReason.of(
                            Kind.CRASHED,
                            "init container \"" + name + "\" ended with exit code " + end.getExitCode()
                                    + ", so the workload was not started" + (said.isEmpty() ? "" : ": " + said)
                                    + "; it comes from the pod template, and its last lines are with this reason")
                    .with(CONTAINER, name)
                    .with("exit_code", end.getExitCode().toString())
                    .with("reason", text(end.getReason()))));
        }
        ContainerStateWaiting waiting = state.getWaiting();
        if (waiting != null && WAITING.containsKey(text(waiting.getReason()))) {
            FailureReason why = waiting(waiting).failure().orElseThrow();
            return Optional.of(
                    Ending.failed(FailureReason.of(why.kind(), "init container \"" + name + "\": " + why.message())
                            .with(CONTAINER, name)
                            .with("reason", text(waiting.getReason()))));
        }
        return Optional.empty();
    }

    private static Ending terminated(ContainerStateTerminated state) {
        int code = state.getExitCode() == null ? -1 : state.getExitCode();
        String reason = text(state.getReason());
        if (NEVER_RAN.contains(reason)) {
            return Ending.failed(FailureReason.of(
                            isNotExecutable(text(state.getMessage())) ? Kind.CANNOT_EXECUTE : Kind.SANDBOX_FAILED,
                            "the container could not be started (" + reason + "): " + text(state.getMessage()))
                    .with("reason", reason));
        }
        if (code == 0 && !reason.equals("OOMKilled")) {
            return new Ending(OptionalInt.of(0), Optional.empty(), true);
        }
        return new Ending(
                code < 0 ? OptionalInt.empty() : OptionalInt.of(code), Optional.of(crash(code, reason, state)), true);
    }

    private static FailureReason crash(int code, String reason, ContainerStateTerminated state) {
        boolean told = state.getSignal() != null && state.getSignal() > 0;
        FailureReason withCode = reason.equals("OOMKilled")
                ? ExitReason.outOfMemory(code, Optional.empty())
                : ExitReason.of(told ? SIGNAL_BASE + state.getSignal() : code)
                        .with("exit_code", Integer.toString(code));
        return reason.isEmpty() ? withCode : withCode.with("reason", reason);
    }

    /**
     * The reason in the light of what the kernel counted on the node. Kubernetes alone does not always know: containerd learns of
     * an OOM kill by the way, and when it comes too late the container ends as by any other SIGKILL.
     *
     * @param kills how many of the pod's processes the OOM killer ended; empty where nobody could ask
     */
    static FailureReason withOomKills(FailureReason reason, OptionalLong kills) {
        boolean killed = ExitReason.isSigkill(reason);
        if (kills.isEmpty()) {
            return killed
                    ? new FailureReason(
                            Kind.KILLED,
                            reason.message()
                                    + ": perhaps by the kernel's OOM killer, which Kubernetes does not always"
                                    + " learn of; a launcher on the node would know",
                            reason.facts(),
                            reason.lastLines(),
                            reason.events())
                    : reason;
        }
        if (kills.getAsLong() == 0) {
            return reason;
        }
        FailureReason counted = killed ? ExitReason.outOfMemory(reason) : reason;
        return counted.with("oom_kills", Long.toString(kills.getAsLong()));
    }

    private static Ending waiting(ContainerStateWaiting state) {
        String reason = text(state.getReason());
        String message = text(state.getMessage());
        Kind kind = WAITING.getOrDefault(reason, Kind.PLATFORM_ERROR);
        if (kind == Kind.SANDBOX_FAILED && isNotExecutable(message)) {
            kind = Kind.CANNOT_EXECUTE;
        }
        String remedy = reason.equals("ErrImageNeverPull")
                ? "; load the image on the node, or allow pulling with pullPolicy(PullPolicy.IF_NOT_PRESENT)"
                : "";
        return Ending.failed(
                FailureReason.of(kind, "the container cannot be started (" + reason + "): " + message + remedy)
                        .with("reason", reason));
    }

    /** A warning of the kubelet that a pod's sandbox could not be made. */
    static Ending sandboxFailed(String message) {
        boolean noHandler = message.contains("no runtime for") || message.contains("RuntimeHandler");
        FailureReason reason = noHandler
                ? FailureReason.of(
                        Kind.RUNTIME_CLASS_MISSING,
                        "the node's container runtime has no handler for the RuntimeClass: " + message)
                : FailureReason.of(Kind.SANDBOX_FAILED, "the pod's sandbox could not be created: " + message);
        return Ending.failed(reason.with("reason", "FailedCreatePodSandBox"));
    }

    /** The scheduler found no node, and the time to wait for one is over. */
    static Ending unschedulable(String message) {
        return Ending.failed(FailureReason.of(Kind.UNSCHEDULABLE, "no node has room for the pod: " + message)
                .with("reason", "Unschedulable"));
    }

    /** The pod is gone, or about to go, and nobody here asked for it. */
    static Ending deletedByOthers(PodFacts pod) {
        Optional<String> disruption = pod.condition("DisruptionTarget")
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(condition -> text(condition.getReason()));
        return Ending.failed(disruption
                .map(reason -> FailureReason.of(Kind.EVICTED, "the pod was evicted (" + reason + ")")
                        .with("reason", reason))
                .orElseGet(() -> FailureReason.of(Kind.DELETED, "somebody else deleted the pod")));
    }

    /** The pod is gone because it was told to end. */
    static Ending killedByUs() {
        return Ending.failed(FailureReason.of(Kind.KILLED, "the pod was told to end"));
    }

    private static boolean isNotExecutable(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("executable file not found")
                || lower.contains("no such file or directory")
                || lower.contains("exec format error")
                || (lower.contains("exec") && lower.contains("permission denied"));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
