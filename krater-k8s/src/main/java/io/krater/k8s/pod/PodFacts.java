package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.krater.node.LogTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a pod, as the API shows it, says of the container that is measured, and of those that a template puts before or beside
 * it. Everything may be absent in a pod that is young.
 */
public final class PodFacts {
    private final Pod pod;

    public PodFacts(Pod pod) {
        this.pod = pod;
    }

    public String name() {
        return pod.getMetadata().getName();
    }

    Optional<String> uid() {
        return Optional.ofNullable(pod.getMetadata().getUid());
    }

    Optional<String> node() {
        return pod.getSpec() == null
                ? Optional.empty()
                : Optional.ofNullable(pod.getSpec().getNodeName()).filter(name -> !name.isEmpty());
    }

    String phase() {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? ""
                : pod.getStatus().getPhase();
    }

    /** Status' own reason, such as {@code Evicted}; empty for most pods. */
    String reason() {
        return pod.getStatus() == null || pod.getStatus().getReason() == null
                ? ""
                : pod.getStatus().getReason();
    }

    String message() {
        return pod.getStatus() == null || pod.getStatus().getMessage() == null
                ? ""
                : pod.getStatus().getMessage();
    }

    boolean isBeingDeleted() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    public boolean isOver() {
        return phase().equals("Succeeded") || phase().equals("Failed");
    }

    Optional<PodCondition> condition(String type) {
        if (pod.getStatus() == null || pod.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    boolean is(String condition) {
        return condition(condition).map(it -> "True".equals(it.getStatus())).orElse(false);
    }

    Optional<ContainerStatus> container() {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        List<ContainerStatus> statuses = pod.getStatus().getContainerStatuses();
        return statuses == null
                ? Optional.empty()
                : statuses.stream()
                        .filter(status -> PodBlueprint.CONTAINER.equals(status.getName()))
                        .findFirst();
    }

    /** Whether the container that is measured is the only one of its pod, besides the sandbox's. */
    boolean isAlone() {
        return pod.getSpec() == null
                || each(pod.getSpec().getContainers()).count()
                                + each(pod.getSpec().getInitContainers()).count()
                        <= 1;
    }

    /** The containers that run before the others, native sidecars among them. */
    List<ContainerStatus> initContainers() {
        return pod.getStatus() == null
                ? List.of()
                : each(pod.getStatus().getInitContainerStatuses()).toList();
    }

    /** The pod as it is. */
    Pod pod() {
        return pod;
    }

    Optional<ContainerState> state() {
        return container().map(ContainerStatus::getState);
    }

    /** Whether the API shows the container's process as there or as having been there: its log can be asked for. */
    public boolean hasStarted() {
        return state().map(state -> state.getRunning() != null || state.getTerminated() != null)
                .orElse(false);
    }

    /** Whether the API shows the container as ended. */
    boolean hasEnded() {
        return state().map(state -> state.getTerminated() != null).orElse(false);
    }

    /** When the last of its containers ended, or else its state last changed, in nanoseconds since the Unix epoch. */
    OptionalLong lastFinished() {
        if (pod.getStatus() == null) {
            return OptionalLong.empty();
        }
        Stream<String> ends = Stream.of(
                        pod.getStatus().getInitContainerStatuses(),
                        pod.getStatus().getContainerStatuses())
                .flatMap(PodFacts::each)
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getTerminated() != null)
                .map(state -> state.getTerminated().getFinishedAt());
        // a pod that was evicted or refused may never have had containers
        Stream<String> changes = each(pod.getStatus().getConditions()).map(PodCondition::getLastTransitionTime);
        return Stream.concat(ends, changes)
                .filter(time -> time != null)
                .mapToLong(LogTime::parse)
                .filter(time -> time != LogTime.NONE)
                .max();
    }

    private static <T> Stream<T> each(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }

    /** The container's id without its runtime's prefix ({@code containerd://}). */
    Optional<String> containerId() {
        return container()
                .map(ContainerStatus::getContainerID)
                .filter(id -> !id.isEmpty())
                .map(id -> id.substring(id.lastIndexOf('/') + 1));
    }

    /** What is worth keeping with a trial. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("pod", name());
        facts.put("namespace", pod.getMetadata().getNamespace());
        uid().ifPresent(uid -> facts.put("pod_uid", uid));
        node().ifPresent(node -> facts.put("node", node));
        if (pod.getSpec() != null && pod.getSpec().getRuntimeClassName() != null) {
            facts.put("runtime_class", pod.getSpec().getRuntimeClassName());
        }
        if (pod.getStatus() != null && pod.getStatus().getQosClass() != null) {
            facts.put("qos", pod.getStatus().getQosClass());
        }
        container().ifPresent(status -> {
            put(facts, "container_id", status.getContainerID());
            put(facts, "image", status.getImage());
            put(facts, "image_id", status.getImageID());
            if (status.getRestartCount() != null && status.getRestartCount() > 0) {
                facts.put("restarts", status.getRestartCount().toString());
            }
        });
        return facts;
    }

    private static void put(Map<String, String> facts, String key, String value) {
        if (value != null && !value.isEmpty()) {
            facts.put(key, value);
        }
    }
}
