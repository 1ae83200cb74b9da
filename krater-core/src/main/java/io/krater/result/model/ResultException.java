package io.krater.result.model;

import org.jspecify.annotations.Nullable;

/**
 * Results cannot be stored or read. The message names the file, says what was kept, and what to do. What was stored
 * before stays as it is.
 */
public final class ResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for a person. */
    public ResultException(String message) {
        super(message);
    }

    /** With a message for a person and what the file system said. */
    public ResultException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
