package io.krater;

/** A run was interrupted; what had completed is stored, and the message says how to go on. */
public final class RunInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunInterruptedException(String message) {
        super(message);
    }
}
