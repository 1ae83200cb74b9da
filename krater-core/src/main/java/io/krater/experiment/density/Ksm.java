package io.krater.experiment.density;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kernel samepage merging as the kernel reports it (Documentation/admin-guide/mm/ksm.rst): it merges equal pages of processes
 * that ask for it, such as virtual machines, minutes after they were written, and so changes what a container costs.
 */
final class Ksm {
    private static final List<String> FILES = List.of(
            "run", "pages_shared", "pages_sharing", "pages_unshared", "full_scans", "sleep_millisecs", "pages_to_scan");

    private Ksm() {}

    /** What is there, by fact; one fact that says so where the kernel has none. */
    static Map<String, String> facts(Path folder) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String name : FILES) {
            try {
                facts.put(
                        "ksm_" + name,
                        Files.readString(folder.resolve(name), StandardCharsets.US_ASCII)
                                .strip());
            } catch (IOException absent) {
                // another kernel has other files: what is absent is no fact
            }
        }
        if (facts.isEmpty()) {
            facts.put("ksm", "this kernel has none");
        }
        return facts;
    }
}
