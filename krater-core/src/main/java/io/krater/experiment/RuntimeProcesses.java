package io.krater.experiment;

import io.krater.cgroup.TreeMembership;
import io.krater.host.Membership;
import io.krater.host.Processes;
import io.krater.trial.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Which processes of this host are a runtime's: the instances' own, those whose command lines match a pattern, or those of a
 * cgroup and the cgroups below it. Immutable and thread-safe.
 */
public final class RuntimeProcesses {
    /** Facts of an instance that name the cgroup of all that it consists of, the widest first. */
    private static final List<String> CGROUP_FACTS = List.of("pod_cgroup", "container_cgroup", "cgroup");

    private static final Path PROC = Path.of("/proc");

    private final String description;
    private final Optional<Pattern> pattern;
    private final Optional<Path> cgroup;

    private RuntimeProcesses(String description, Optional<Pattern> pattern, Optional<Path> cgroup) {
        this.description = description;
        this.pattern = pattern;
        this.cgroup = cgroup;
    }

    /**
     * The processes of the instances themselves: those of their pods' or their own cgroups, or, where they have none, their first
     * process and its descendants. Shims and virtual machines that live elsewhere are not among them.
     */
    public static RuntimeProcesses ofInstances() {
        return new RuntimeProcesses("the instances' own", Optional.empty(), Optional.empty());
    }

    /**
     * Those in whose command line, arguments separated by blanks, the regular expression is found, this process excepted.
     *
     * @throws IllegalArgumentException if it is blank or no regular expression
     */
    public static RuntimeProcesses matching(String regex) {
        if (regex.isBlank()) {
            throw new IllegalArgumentException("the pattern of the runtime's processes must not be blank");
        }
        try {
            return new RuntimeProcesses("matching " + regex, Optional.of(Pattern.compile(regex)), Optional.empty());
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "the pattern of the runtime's processes must be a regular expression, was \"" + regex + "\": "
                            + wrong.getDescription(),
                    wrong);
        }
    }

    /** Those of a cgroup and of all below it, such as {@code /sys/fs/cgroup/system.slice/containerd.service}. */
    public static RuntimeProcesses inCgroup(Path cgroup) {
        return new RuntimeProcesses("in cgroup " + cgroup, Optional.empty(), Optional.of(cgroup));
    }

    /** The cgroup, where they are those of one. */
    Optional<Path> cgroup() {
        return cgroup;
    }

    /**
     * Their ids now; one that ends meanwhile may be among them or not.
     *
     * @param instances what runs, for {@link #ofInstances}
     * @throws IOException if they cannot be listed
     */
    public Set<Long> pids(List<Instance> instances) throws IOException {
        Set<Long> pids = new TreeSet<>();
        if (pattern.isPresent()) {
            pids.addAll(Processes.matching(pattern.get()));
            pids.remove(ProcessHandle.current().pid());
        } else if (cgroup.isPresent()) {
            addAll(cgroup.get(), pids);
        } else {
            for (Instance instance : instances) {
                addOwn(instance, pids);
            }
        }
        return pids;
    }

    private static void addOwn(Instance instance, Set<Long> pids) throws IOException {
        Optional<String> own = CGROUP_FACTS.stream()
                .map(instance.facts()::get)
                .filter(path -> path != null && Files.isDirectory(Path.of(path)))
                .findFirst();
        if (own.isPresent()) {
            addAll(Path.of(own.get()), pids);
            return;
        }
        String pid = instance.facts().getOrDefault("pid", "");
        if (pid.matches("[1-9][0-9]{0,17}")) {
            long first = Long.parseLong(pid);
            Membership tree = new TreeMembership(PROC, first);
            pids.addAll(tree.pids(Set.of(first)).orElse(Set.of(first)));
        }
    }

    private static void addAll(Path cgroup, Set<Long> pids) throws IOException {
        if (!Files.isDirectory(cgroup)) {
            throw new NotDirectoryException(cgroup + ": there is no such cgroup");
        }
        try (Stream<Path> below = Files.walk(cgroup)) {
            below.filter(path -> path.endsWith("cgroup.procs")).forEach(file -> {
                try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
                    lines.filter(line -> line.matches("[1-9][0-9]{0,17}"))
                            .map(Long::valueOf)
                            .forEach(pids::add);
                } catch (IOException | UncheckedIOException gone) {
                    // a cgroup that is removed meanwhile, or a threaded one, has no processes to list
                    return;
                }
            });
        } catch (UncheckedIOException changed) {
            throw changed.getCause();
        }
    }

    /** In words, for results. */
    @Override
    public String toString() {
        return description;
    }
}
