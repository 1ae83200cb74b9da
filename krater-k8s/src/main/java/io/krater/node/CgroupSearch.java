package io.krater.node;

import io.krater.cgroup.CgroupMount;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Looks through the whole tree for a cgroup that carries a container's id. For runtimes that place the workload outside its
 * pod: old wasm shims ({@code ...slice:cri-containerd:<id>}), Kata without {@code sandbox_cgroup_only} ({@code
 * kata_overhead/<id>}).
 */
final class CgroupSearch {
    private static final int MOST_DIRECTORIES = 20_000;

    private CgroupSearch() {}

    static Optional<Path> byId(CgroupMount mount, String id) {
        return mount.root().flatMap(root -> below(root, id));
    }

    static Optional<Path> below(Path root, String id) {
        Deque<Path> open = new ArrayDeque<>();
        open.add(root);
        for (int seen = 0; seen < MOST_DIRECTORIES && !open.isEmpty(); seen++) {
            for (Path child : Subdirectories.of(open.removeFirst())) {
                String name = child.getFileName().toString();
                if (name.contains(id) && !name.contains("conmon")) {
                    return Optional.of(child);
                }
                open.addLast(child);
            }
        }
        return Optional.empty();
    }
}
