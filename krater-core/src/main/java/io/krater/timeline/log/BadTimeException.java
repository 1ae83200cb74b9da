package io.krater.timeline.log;

/** A time that cannot be read; made in great numbers by a bad log, so without a stack trace. */
final class BadTimeException extends Exception {
    private static final long serialVersionUID = 1;
    private final Finding.Kind kind;

    BadTimeException(Finding.Kind kind) {
        super(kind.label(), null, false, false);
        this.kind = kind;
    }

    Finding.Kind kind() {
        return kind;
    }
}
