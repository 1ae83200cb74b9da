package io.krater.cri;

import io.krater.k8s.model.PullPolicy;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a launcher's sandboxes and containers are made.
 *
 * @param pullPolicy when images are fetched
 * @param hostNetwork whether sandboxes share the machine's network instead of getting one of their own
 * @param sandboxOnly whether a sandbox alone is started, without a container in it
 * @param annotations annotations of each sandbox, for runtimes that take settings by them
 * @param logs directory for the containers' logs while they run
 * @param deadlines how long calls may take
 */
record CriSettings(
        PullPolicy pullPolicy,
        boolean hostNetwork,
        boolean sandboxOnly,
        Map<String, String> annotations,
        Path logs,
        CriDeadlines deadlines) {
    /** Copies the annotations. */
    CriSettings {
        annotations = Map.copyOf(annotations);
    }
}
