package io.krater.experiment.lifecycle;

import java.util.List;

/** A step of a life was not done: what kind of failure, why, and the last lines of what it said. */
public final class StepFailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final List<String> lastLines;

    /** Why a step fails. */
    public enum Kind {
        /** A command could not be started. */
        NOT_STARTED,
        /** A command ended with another code than 0. */
        COMMAND_FAILED,
        /** It was not done in its time. */
        TIMED_OUT,
        /** What was applied did not become available in its time. */
        NOT_AVAILABLE,
        /** What was deleted is still there. */
        NOT_GONE,
        /** Nodes are not ready, or not there. */
        NOT_READY,
        /** Pods may not be evicted: a budget of disruptions forbids it. */
        EVICTION_BLOCKED,
        /** The cluster does not answer, or refuses. */
        REFUSED,
        /** A manifest cannot be understood. */
        INVALID
    }

    /** Says what failed. */
    public StepFailedException(Kind kind, String message) {
        this(kind, message, List.of());
    }

    /** Says what failed, with the last lines of what it said. */
    public StepFailedException(Kind kind, String message, List<String> lastLines) {
        super(message);
        this.kind = kind;
        this.lastLines = List.copyOf(lastLines);
    }

    /** Says what failed, and why. */
    public StepFailedException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.lastLines = List.of();
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** The last lines of what it said; empty where it says nothing. */
    public List<String> lastLines() {
        return lastLines;
    }
}
