package io.krater.launch;

import java.util.Locale;

/** A moment in a trial's life. A phase that was not observed is absent from the trial, never zero. */
public enum Phase {
    /** The request was sent: the pod's creation, or the word to a held process to go on. */
    REQUESTED,
    /** The API server answered the request. */
    ACCEPTED,
    /** A node was chosen. */
    SCHEDULED,
    /** The pod's sandbox exists. */
    SANDBOX_READY,
    /** The container was created. */
    CONTAINER_CREATED,
    /** The container's process started. */
    CONTAINER_STARTED,
    /** The API shows the pod as Running: KRATER's {@code running_time}. */
    RUNNING,
    /** The API shows the pod as Ready. */
    READY,
    /** The first line of output. */
    FIRST_OUTPUT,
    /** The gate opened. */
    BENCH_START,
    /** The gate closed. */
    BENCH_END,
    /** The workload's process ended. */
    ENDED,
    /** All that the trial had made was removed. */
    DELETED;

    /** The name in results: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
