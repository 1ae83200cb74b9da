package io.krater.launch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a launcher knows of where the suite runs, stored with the result.
 *
 * @param host facts of the machine or cluster: kernel, CPU, cgroup mode, runtime versions
 * @param environments facts by name of environment: image digest, version of the program
 */
public record Capture(Map<String, String> host, Map<String, Map<String, String>> environments) {
    /** Copies the maps. */
    public Capture {
        host = Collections.unmodifiableMap(new LinkedHashMap<>(host));
        environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    }
}
