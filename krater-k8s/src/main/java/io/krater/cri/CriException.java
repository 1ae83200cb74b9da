package io.krater.cri;

import java.io.IOException;
import java.util.Optional;

/** A call that a CRI socket did not answer, or answered with a refusal; its message tells the remedy where there is one. */
final class CriException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final String said;

    CriException(Problem problem, String message, String said) {
        super(message);
        this.problem = problem;
        this.said = said;
    }

    CriException(Problem problem, String message) {
        this(problem, message, "");
    }

    Problem problem() {
        return problem;
    }

    /** What the runtime itself said; empty where it said nothing. */
    Optional<String> said() {
        return said.isEmpty() ? Optional.empty() : Optional.of(said);
    }

    /** Whether the call may have had an effect though nobody answered it. */
    boolean leavesItOpen() {
        return switch (problem) {
            case DEADLINE, LOST, CANCELLED -> true;
            default -> false;
        };
    }

    /** Kinds of problem. */
    enum Problem {
        /** No file is at the socket's path. */
        NO_SOCKET,
        /** The file at the path is no socket. */
        NOT_A_SOCKET,
        /** This user may not write to the socket. */
        NO_PERMISSION,
        /** Nobody listens at the socket. */
        NOBODY_LISTENS,
        /** Who listens does not speak CRI v1. */
        OTHER_SERVICE,
        /** No answer came within the call's deadline. */
        DEADLINE,
        /** The connection broke before the answer. */
        LOST,
        /** This process gave the call up. */
        CANCELLED,
        /** What the call is about is not there. */
        NOT_FOUND,
        /** What the call would make is there already, or its name is taken. */
        EXISTS,
        /** The runtime refused or failed. */
        REFUSED
    }
}
