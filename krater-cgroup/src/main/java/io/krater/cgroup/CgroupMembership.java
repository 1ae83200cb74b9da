package io.krater.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The processes of a cgroup and of the cgroups below it. */
final class CgroupMembership implements Membership {
    private final Path cgroup;

    CgroupMembership(Path cgroup) {
        this.cgroup = cgroup;
    }

    @Override
    public Set<Long> pids() {
        Set<Long> pids = new LinkedHashSet<>();
        try (Stream<Path> directories = Files.walk(cgroup).filter(Files::isDirectory)) {
            directories.forEach(directory -> pids.addAll(CgroupFacts.pids(directory)));
        } catch (IOException | UncheckedIOException removedMeanwhile) {
            return pids; // those found so far; that the cgroup itself has gone is found by its own reader
        }
        return pids;
    }

    @Override
    public String limitation() {
        return "";
    }
}
