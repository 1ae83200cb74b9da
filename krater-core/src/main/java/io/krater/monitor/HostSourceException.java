package io.krater.monitor;

import java.io.IOException;

/** A host's figures could not be had: which host, what is wrong, and what would help. */
public final class HostSourceException extends IOException {
    private static final long serialVersionUID = 1;

    private final String host;
    private final Kind kind;

    /** What is wrong. */
    public enum Kind {
        /** Nothing listens at the address, or nothing of this name is known. */
        REFUSED,
        /** No whole answer in time. */
        SLOW,
        /** There is no such chart, dimension or file. */
        NOT_FOUND,
        /** The answer is an error. */
        STATUS,
        /** The answer is not what it should be. */
        MALFORMED,
        /** The kernel's files cannot be read. */
        UNREADABLE
    }

    /** Says what is wrong with a host. */
    public HostSourceException(String host, Kind kind, String problem) {
        super("host " + host + ": " + problem);
        this.host = host;
        this.kind = kind;
    }

    /** Says what is wrong with a host, and why. */
    public HostSourceException(String host, Kind kind, String problem, Throwable cause) {
        super("host " + host + ": " + problem, cause);
        this.host = host;
        this.kind = kind;
    }

    /** The host's name. */
    public String host() {
        return host;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }
}
