package io.krater.result.model;

import io.krater.launch.Capture;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One start of a suite. A suite that was resumed has several parts; what differs between them is to be told with the
 * result.
 *
 * @param run name of the run, as pods and cgroups are labelled with it
 * @param started when it started
 * @param launcher name of the launcher
 * @param capture what the launcher knew of machines and runtimes
 * @param software versions of the library, the JVM and the operating system under which the harness ran; what is not
 *     known is absent
 */
public record Part(String run, Instant started, String launcher, Capture capture, Map<String, String> software) {
    /** A fact of the host: how long this start waited until no other run was going on, such as {@code 12.3 s}. */
    public static final String WAITED_FOR_OTHER_RUNS = "waited_for_other_runs";

    /** Copies the map. */
    public Part {
        software = Collections.unmodifiableMap(new LinkedHashMap<>(software));
    }

    /** A part that starts now, in this JVM. */
    public static Part starting(String run, Instant now, String launcher, Capture capture) {
        Map<String, String> software = new LinkedHashMap<>();
        LibraryVersion.asBuilt().ifPresent(version -> software.put("krater", version));
        for (String property :
                new String[] {"java.runtime.version", "java.vm.name", "os.name", "os.version", "os.arch"}) {
            put(software, property, System.getProperty(property));
        }
        return new Part(run, now, launcher, capture, software);
    }

    private static void put(Map<String, String> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
