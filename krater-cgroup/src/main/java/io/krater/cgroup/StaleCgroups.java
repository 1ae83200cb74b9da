package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import io.krater.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cgroups that were left by processes that have died.
 *
 * @param removed those that were removed, in the order of their names
 * @param remaining those that could not be removed, each with the reason
 */
public record StaleCgroups(List<Path> removed, Map<Path, String> remaining) {
    /** Copies both. */
    public StaleCgroups {
        removed = List.copyOf(removed);
        remaining = Collections.unmodifiableMap(new TreeMap<>(remaining));
    }

    static StaleCgroups none() {
        return new StaleCgroups(List.of(), Map.of());
    }

    StaleCgroups and(StaleCgroups more) {
        List<Path> allRemoved = new ArrayList<>(removed);
        allRemoved.addAll(more.removed);
        Map<Path, String> allRemaining = new TreeMap<>(remaining);
        allRemaining.putAll(more.remaining);
        return new StaleCgroups(allRemoved, allRemaining);
    }

    static StaleCgroups remove(Path parent, String prefix, Pause pause) throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        List<Path> removed = new ArrayList<>();
        Map<Path, String> remaining = new TreeMap<>();
        for (Path cgroup : left(parent, prefix, self)) {
            CgroupTree tree = new CgroupTree(cgroup, pause);
            try {
                tree.kill();
                tree.remove();
                removed.add(cgroup);
            } catch (IOException e) {
                remaining.put(cgroup, KernelFile.reason(e));
            }
        }
        return new StaleCgroups(removed, remaining);
    }

    private static List<Path> left(Path parent, String prefix, ProcessIdentity self) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path child : children) {
                String name = String.valueOf(child.getFileName());
                if (ProcessIdentity.ofName(prefix, name)
                        .filter(creator -> creator.isGone(self))
                        .isPresent()) {
                    left.add(child);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(left);
        return left;
    }
}
