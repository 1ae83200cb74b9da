package io.krater.launch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The well-known names of {@link Marks}: moments in the life of a trial or of one of its instances. */
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

    private static final Map<String, Phase> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Phase::label, phase -> phase));

    /** The phase of a mark's name; empty where the name is not a well-known one. */
    public static Optional<Phase> named(String mark) {
        return Optional.ofNullable(BY_LABEL.get(mark));
    }

    /** The name in results: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
