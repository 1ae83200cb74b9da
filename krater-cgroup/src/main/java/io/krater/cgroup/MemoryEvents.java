package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import io.krater.sample.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What a cgroup's {@code memory.events} counts. Source: Documentation/admin-guide/cgroup-v2.rst. */
public final class MemoryEvents {
    private static final String OOM_KILL = Column.OOM_KILL.key() + " ";

    private MemoryEvents() {}

    /**
     * How many processes in a cgroup and those below, removed ones too, the OOM killer has ended; empty where the file does not
     * say. Thread-safe.
     *
     * @throws IOException if there is no such file, because the memory controller is not on or the cgroup has gone, or it cannot
     *     be read
     */
    public static OptionalLong oomKills(Path cgroup) throws IOException {
        return KernelFile.read(cgroup.resolve(Column.OOM_KILL.file()))
                .lines()
                .filter(line -> line.startsWith(OOM_KILL))
                .mapToLong(line -> Long.parseLong(line.substring(OOM_KILL.length())))
                .findFirst();
    }
}
