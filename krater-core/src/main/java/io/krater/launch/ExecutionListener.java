package io.krater.launch;

/**
 * Hears what happens to an execution. Calls come from the launcher's threads, one at a time for an execution; an
 * implementation returns quickly.
 */
public interface ExecutionListener {
    /**
     * A moment was observed; the first observation of a name counts.
     *
     * @param name a well-known one ({@link Phase#label}) or any other
     */
    void mark(String name, Stamp at);

    /** A well-known moment was observed. */
    default void phase(Phase phase, Stamp at) {
        mark(phase.label(), at);
    }

    /**
     * The platform refused the request, or did not answer it in time. Called at most once, and never beside {@link #exited};
     * nothing follows but {@link Phase#DELETED}.
     */
    void refused(FailureReason reason, Stamp at);

    /** The workload wrote a line. */
    void line(LogLine line);

    /** The execution ended. Called once, after the last line; nothing follows but {@link Phase#DELETED}. */
    void exited(Exit exit);
}
