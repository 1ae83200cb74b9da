package io.krater.launch;

/** An execution could not be prepared or started. */
public final class LaunchException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised: the reason is for the engine of the same process
    private final FailureReason reason;

    /** With its reason. */
    public LaunchException(FailureReason reason) {
        super(reason.message());
        this.reason = reason;
    }

    /** With its reason and what caused it. */
    public LaunchException(FailureReason reason, Throwable cause) {
        super(reason.message(), cause);
        this.reason = reason;
    }

    /** Why. */
    public FailureReason reason() {
        return reason;
    }
}
