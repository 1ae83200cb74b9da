package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import io.krater.host.Membership;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Processes and their descendants, from {@code /proc/PID/task/TID/children} (proc_tid_children(5)). A descendant whose
 * parent ended before it was seen belongs to init and is not found.
 */
public final class TreeMembership implements Membership {
    private final Path proc;
    private final boolean canFollow;

    public TreeMembership(Path proc, long root) {
        this.proc = proc;
        this.canFollow = Files.exists(tasks(root).resolve(Long.toString(root)).resolve("children"));
    }

    @Override
    public Optional<Set<Long>> pids(Set<Long> known) {
        Set<Long> found = new LinkedHashSet<>();
        Deque<Long> open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            long pid = open.remove();
            if (found.add(pid)) {
                addChildren(tasks(pid), open);
            }
        }
        return Optional.of(found);
    }

    private static void addChildren(Path tasks, Deque<Long> open) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                for (String child : KernelFile.words(thread.resolve("children"))) {
                    KernelFile.parseNumber(child).ifPresent(open::add);
                }
            }
        } catch (IOException | DirectoryIteratorException ended) {
            // a process that ends meanwhile has no children any more
        }
    }

    @Override
    public boolean keepsLeavers() {
        return true;
    }

    @Override
    public String limitation() {
        return canFollow ? "" : "descendants are not followed, this kernel has no /proc/PID/task/TID/children";
    }

    private Path tasks(long pid) {
        return proc.resolve(Long.toString(pid)).resolve("task");
    }
}
