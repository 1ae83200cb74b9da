package io.krater.sampler;

import io.krater.cgroup.CgroupFacts;
import io.krater.cgroup.CgroupReader;
import io.krater.host.HostReader;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.ColumnReader;
import io.krater.sample.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chooses the readers for a target. */
final class Readers {
    private Readers() {}

    static List<ColumnReader> open(SampleTarget target, TimeSource time) {
        List<ColumnReader> readers = new ArrayList<>();
        try {
            if (target.cgroup().isPresent()) {
                openCgroup(target.cgroup().get(), time, readers);
            } else if (target.pid().isPresent()) {
                readers.add(ProcReader.ofTree(target.pid().getAsLong(), time));
            } else {
                readers.add(HostReader.open());
            }
            return readers;
        } catch (CgroupReadException e) {
            readers.forEach(ColumnReader::close);
            throw e;
        }
    }

    /**
     * Without a memory controller, memory is summed over the cgroup's processes. Not so for the root cgroup (the one
     * without cgroup.events), which holds every process of the machine.
     */
    private static void openCgroup(Path path, TimeSource time, List<ColumnReader> readers) {
        CgroupReader cgroup = CgroupReader.open(path);
        readers.add(cgroup);
        Set<Column> missing = EnumSet.copyOf(ProcReader.columns());
        missing.removeAll(cgroup.columns());
        if (missing.contains(Column.MEMORY_CURRENT) && Files.exists(path.resolve("cgroup.events"))) {
            readers.add(ProcReader.ofCgroup(path, missing, time));
        }
    }

    /** What stays the same while a target is sampled. */
    static Map<String, String> facts(SampleTarget target) {
        return target.cgroup().map(path -> CgroupFacts.read(path).values()).orElse(Map.of());
    }
}
