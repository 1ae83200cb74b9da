package io.krater.cgroup;

import java.util.List;
import java.util.Map;

/** Chooses the readers for a target. */
final class Readers {
    private Readers() {}

    static List<ColumnReader> open(SampleTarget target) {
        if (target.cgroup().isPresent()) {
            return List.of(CgroupReader.open(target.cgroup().get()));
        }
        throw new UnsupportedOperationException("only cgroups can be sampled as yet");
    }

    /** What stays the same while a target is sampled. */
    static Map<String, String> facts(SampleTarget target) {
        return target.cgroup().map(path -> CgroupFacts.read(path).values()).orElse(Map.of());
    }
}
