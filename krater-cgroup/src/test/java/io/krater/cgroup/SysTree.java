package io.krater.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files of a made-up /proc or /sys. */
public final class SysTree {
    private final Path root;

    public SysTree(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    public Path path(String file) {
        return root.resolve(file);
    }

    public SysTree put(String file, String content) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A machine of four cores with two threads each (0 and 4, 1 and 5 ...), of which two cores share a last-level cache;
     * one package, one memory node.
     */
    public SysTree fourCores() {
        put("cpu/online", "0-7\n");
        for (int cpu = 0; cpu < 8; cpu++) {
            int core = cpu % 4;
            String caches = core < 2 ? "0-1,4-5\n" : "2-3,6-7\n";
            put("cpu/cpu" + cpu + "/topology/core_cpus_list", core + "," + (core + 4) + "\n");
            put("cpu/cpu" + cpu + "/topology/package_cpus_list", "0-7\n");
            put("cpu/cpu" + cpu + "/cache/index0/level", "1\n");
            put("cpu/cpu" + cpu + "/cache/index0/shared_cpu_list", core + "," + (core + 4) + "\n");
            put("cpu/cpu" + cpu + "/cache/index1/level", "3\n");
            put("cpu/cpu" + cpu + "/cache/index1/shared_cpu_list", caches);
        }
        return put("node/node0/cpulist", "0-7\n");
    }
}
