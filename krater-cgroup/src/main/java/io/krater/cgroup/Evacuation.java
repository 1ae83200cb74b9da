package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Moves the processes of a cgroup one level down, because a cgroup with processes of its own cannot give controllers to
 * children (the no-internal-processes rule of cgroup-v2.rst).
 */
final class Evacuation {
    /** New processes may be forked while others are moved; each pass leaves fewer. */
    private static final int PASSES = 20;

    private Evacuation() {}

    /** Name of the cgroup below that takes the processes. It is not removed: it may hold more than this process. */
    static String leafName(String prefix) {
        return prefix + "-harness";
    }

    /**
     * Moves all processes of a cgroup into its leaf.
     *
     * @return the leaf
     * @throws IOException if processes remain or the kernel refuses
     */
    static Path run(Path cgroup, String prefix) throws IOException {
        if (Controllers.isRealRoot(cgroup)) {
            throw new IOException(cgroup + " is the root of the whole tree, whose processes are the machine's own");
        }
        Path leaf = cgroup.resolve(leafName(prefix));
        if (Files.notExists(leaf)) {
            Files.createDirectory(leaf);
        }
        Path target = leaf.resolve("cgroup.procs");
        for (int pass = 0; pass < PASSES; pass++) {
            List<Long> processes = CgroupTree.processes(cgroup);
            if (processes.isEmpty()) {
                return leaf;
            }
            for (long pid : processes) {
                move(pid, target);
            }
        }
        throw new IOException("processes keep appearing in " + cgroup);
    }

    private static void move(long pid, Path procs) throws IOException {
        try {
            KernelFile.write(procs, Long.toString(pid));
        } catch (IOException e) {
            if (pid == 0 || Files.exists(Path.of("/proc", Long.toString(pid)))) {
                throw new IOException("cannot move process " + pid + " to " + procs + ": " + KernelFile.reason(e), e);
            }
            // it has ended meanwhile
        }
    }
}
