package io.krater.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a trial failed, as facts.
 *
 * @param kind what kind of failure
 * @param message one sentence for a person, with the remedy where there is one
 * @param facts what is known, such as exit code or signal
 * @param lastLines the last lines of the log
 * @param events what the platform said of it, oldest first
 */
public record FailureReason(
        Kind kind, String message, Map<String, String> facts, List<String> lastLines, List<String> events) {

    /** Copies the collections. */
    public FailureReason {
        facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        lastLines = List.copyOf(lastLines);
        events = List.copyOf(events);
    }

    /** A reason with nothing but a sentence. */
    public static FailureReason of(Kind kind, String message) {
        return new FailureReason(kind, message, Map.of(), List.of(), List.of());
    }

    /** The same with a fact more. */
    public FailureReason with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(key, value);
        return new FailureReason(kind, message, more, lastLines, events);
    }

    /** The same with these last lines of the log. */
    public FailureReason withLastLines(List<String> lines) {
        return new FailureReason(kind, message, facts, lines, events);
    }

    /** Kinds of failure. */
    public enum Kind {
        /** The program is missing or cannot be executed. */
        CANNOT_EXECUTE,
        /** The image is absent or cannot be pulled. */
        IMAGE_UNAVAILABLE,
        /** The RuntimeClass or its handler is absent. */
        RUNTIME_CLASS_MISSING,
        /** The pod's sandbox or the container could not be created. */
        SANDBOX_FAILED,
        /** No node has room for the pod. */
        UNSCHEDULABLE,
        /** The platform refused the request for lack of permission. */
        FORBIDDEN,
        /** The platform refused the request or broke down. */
        PLATFORM_ERROR,
        /** The workload ended with an exit code other than 0. */
        CRASHED,
        /** The workload was ended by a signal. */
        KILLED,
        /** The kernel's OOM killer ended the workload. */
        OOM_KILLED,
        /** The node's kubelet evicted the pod. */
        EVICTED,
        /** Somebody else removed the pod. */
        DELETED,
        /** The deadline that the execution itself carries passed. */
        DEADLINE_EXCEEDED,
        /** The workload ended without opening or closing its gate. */
        NO_GATE,
        /** No samples enclose the gate: it was too short, the cgroup was never found, or the program left it. */
        NO_SAMPLES,
        /** The workload says that its result is wrong. */
        WRONG_RESULT,
        /** The workload's own log reader broke on the log. */
        UNREADABLE_LOG,
        /** The log could not be read to its end. */
        LOG_LOST,
        /** A hook around the trial failed. */
        HOOK_FAILED,
        /** A service that the suite needs was not ready, or has ended. */
        SERVICE_FAILED,
        /** A step of an experiment was not done; the fact {@code step} names it. */
        STEP_FAILED,
        /** The trial was interrupted by the user. */
        INTERRUPTED
    }
}
