package io.krater.cgroup;

import io.krater.host.Membership;
import io.krater.sample.CgroupReadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The processes of a cgroup and of the cgroups below it. */
public final class CgroupMembership implements Membership {
    private final Path cgroup;

    public CgroupMembership(Path cgroup) {
        this.cgroup = cgroup;
    }

    @Override
    public Optional<Set<Long>> pids(Set<Long> known) {
        Set<Long> pids = new LinkedHashSet<>();
        try {
            for (Path directory : directories()) {
                addProcesses(directory, pids);
            }
            return Optional.of(pids);
        } catch (IOException | UncheckedIOException | CgroupReadException e) {
            return Optional.empty(); // if the cgroup was removed, its own reader tells
        }
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> below = Files.walk(cgroup)) {
            return below.filter(Files::isDirectory).toList();
        }
    }

    private static void addProcesses(Path directory, Set<Long> pids) {
        try {
            pids.addAll(CgroupFacts.procs(directory));
        } catch (CgroupReadException e) {
            if (Files.exists(directory)) {
                throw e;
            }
        }
    }

    @Override
    public boolean keepsLeavers() {
        return false;
    }

    @Override
    public String limitation() {
        return "";
    }
}
