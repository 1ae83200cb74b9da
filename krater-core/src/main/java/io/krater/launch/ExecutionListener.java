package io.krater.launch;

/**
 * Hears what happens to an execution. Calls come from the launcher's threads, one at a time for an execution; an
 * implementation returns quickly.
 */
public interface ExecutionListener {
    /** A phase was observed; the first observation of a phase counts. */
    void phase(Phase phase, Stamp at);

    /** The workload wrote a line. */
    void line(LogLine line);

    /** The execution ended. Called once, after the last line; nothing follows but {@link Phase#DELETED}. */
    void exited(Exit exit);
}
