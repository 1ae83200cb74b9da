package io.krater.launch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a launcher knows of where the suite runs, stored with the result.
 *
 * @param host facts of the machine or cluster: kernel, CPU, cgroup mode, runtime versions
 * @param environments facts by name of environment: image digest, version of the program
 */
public record Capture(Map<String, String> host, Map<String, Map<String, String>> environments) {
    /** How a fact of an environment is called that tells a file by its content. */
    public static final String SHA256 = ".sha256";

    /** How a fact of an environment is called that tells an image by its content. */
    public static final String IMAGE_DIGEST = "image_digest";

    /** Copies the maps. */
    public Capture {
        host = Collections.unmodifiableMap(new LinkedHashMap<>(host));
        environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    }

    /**
     * What an environment runs that was another when an earlier capture was made: programs, files of the command and of the
     * class path, images; {@code fact was x, is y}. A fact that the earlier capture lacks tells nothing.
     */
    public List<String> changedPrograms(Capture earlier, String environment) {
        Map<String, String> now = environments.getOrDefault(environment, Map.of());
        List<String> changes = new ArrayList<>();
        earlier.environments.getOrDefault(environment, Map.of()).forEach((fact, was) -> {
            String is = now.getOrDefault(fact, "gone");
            if ((fact.endsWith(SHA256) || fact.equals(IMAGE_DIGEST)) && !is.equals(was)) {
                changes.add(fact + " was " + shortened(was) + ", is " + shortened(is));
            }
        });
        return changes;
    }

    /** As many digits as tell two files apart. */
    private static String shortened(String hash) {
        return hash.matches("(sha256:)?[0-9a-f]{64}") ? hash.substring(0, hash.length() - 52) : hash;
    }
}
