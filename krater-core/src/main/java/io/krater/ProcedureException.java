package io.krater;

import io.krater.launch.FailureReason;

/** What a suite does before its first trial has failed: a service that is not ready, or a hook. No trial has run. */
public final class ProcedureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised: for the caller in the same process
    private final FailureReason reason;

    ProcedureException(FailureReason reason) {
        super(reason.message() + lines(reason));
        this.reason = reason;
    }

    private static String lines(FailureReason reason) {
        return reason.lastLines().isEmpty()
                ? ""
                : System.lineSeparator() + "its last lines:" + System.lineSeparator() + "  "
                        + String.join(System.lineSeparator() + "  ", reason.lastLines());
    }

    /** What failed, with its last lines. */
    public FailureReason reason() {
        return reason;
    }
}
