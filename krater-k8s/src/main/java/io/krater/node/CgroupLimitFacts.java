package io.krater.node;

import io.krater.cgroup.MemoryEvents;
import io.krater.sample.SampleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The limits that a cgroup really has, read once its program runs: at its birth they are not set yet, so what the sampler
 * found when it attached says nothing.
 */
final class CgroupLimitFacts {
    private static final List<String> FILES = List.of(
            "cpu.max",
            "cpu.weight",
            "cpuset.cpus",
            "cpuset.cpus.effective",
            "memory.max",
            "memory.high",
            "memory.swap.max",
            "pids.max");

    private CgroupLimitFacts() {}

    /** The limits under keys {@code <scope>.cpu.max} and so on; absent where there is no such file. */
    static Map<String, String> read(String scope, Path cgroup) {
        Map<String, String> facts = new TreeMap<>();
        for (String file : FILES) {
            try {
                facts.put(
                        scope + "." + file,
                        Files.readString(cgroup.resolve(file)).strip());
            } catch (IOException absent) {
                facts.remove(scope + "." + file); // no such controller, or the cgroup has gone: then nothing is known
            }
        }
        return facts;
    }

    /** How many processes in the cgroup the OOM killer has ended; empty where nobody counts them. */
    static OptionalLong oomKills(Path cgroup) {
        try {
            return MemoryEvents.oomKills(cgroup);
        } catch (IOException absent) {
            return OptionalLong.empty(); // no memory controller, or the cgroup has gone
        }
    }

    /** The set with its limits as they were when the program ran. */
    static SampleSet corrected(SampleSet set, Map<String, String> facts) {
        Map<String, String> corrected = new LinkedHashMap<>(set.facts());
        for (String file : FILES) {
            String later = facts.get(set.scope() + "." + file);
            if (later != null) {
                corrected.put(file, later);
            }
        }
        return set.with(set.fast(), corrected);
    }
}
