package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import io.krater.host.CpuList;
import io.krater.host.ProcessEntry;
import io.krater.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A cgroup that this process made, and removes with all that runs in it.
 *
 * <p>Its name tells which process made it, so that {@link #removeStale} finds what a dead one has left. Thread-safe.
 */
public final class ChildCgroup implements AutoCloseable {
    /** Controllers that give figures and limits; cpuset is switched on only where CPUs are asked for. */
    private static final List<String> CONTROLLERS = List.of("cpu", "memory", "io", "pids");

    private static final int LONGEST_LABEL = 80;
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final Path path;
    private final CgroupTree tree;
    private final Controllers parentControllers;
    private final Map<String, String> unavailable;
    private volatile Optional<CpuList> affinity = Optional.empty();

    private ChildCgroup(Path path, Controllers parentControllers, Map<String, String> unavailable, Pause pause) {
        this.path = path;
        this.parentControllers = parentControllers;
        this.tree = new CgroupTree(path, pause);
        this.unavailable = unavailable;
    }

    /**
     * Makes a cgroup and switches on the controllers for it that its parent may hand down.
     *
     * @param parent directory of the cgroup to make it in
     * @param prefix what the names of all such cgroups begin with: letters, digits, {@code -} and {@code _}
     * @param label what this one is for; other characters than the above become {@code _}
     * @throws IOException if the parent is no cgroup v2 directory or the kernel refuses
     * @throws IllegalArgumentException if the prefix breaks the rule
     */
    public static ChildCgroup create(Path parent, String prefix, String label) throws IOException {
        return create(parent, prefix, label, Pause.sleeping());
    }

    static ChildCgroup create(Path parent, String prefix, String label, Pause pause) throws IOException {
        requirePrefix(prefix);
        if (!Files.exists(parent.resolve("cgroup.subtree_control"))) {
            throw new IOException(parent + " is not a cgroup v2 directory");
        }
        Controllers controllers = new Controllers(parent);
        Map<String, String> unavailable = new TreeMap<>();
        for (String controller : CONTROLLERS) {
            controllers.enable(controller).ifPresent(why -> unavailable.put(controller, why));
        }
        String clean = label.replaceAll("[^A-Za-z0-9_-]", "_");
        clean = SEQUENCE.incrementAndGet() + "-" + clean.substring(0, Math.min(clean.length(), LONGEST_LABEL));
        Path path = parent.resolve(ProcessIdentity.self().name(prefix, clean));
        Files.createDirectory(path);
        return new ChildCgroup(path, controllers, Collections.unmodifiableMap(unavailable), pause);
    }

    static void requirePrefix(String prefix) {
        if (!prefix.matches("[A-Za-z0-9_-]{1,40}")) {
            throw new IllegalArgumentException(
                    "prefix must be 1 to 40 letters, digits, - or _, was \"" + prefix + "\"");
        }
    }

    /** Its directory. */
    public Path path() {
        return path;
    }

    /** Controllers that are on for it. */
    public Set<String> controllers() {
        return Collections.unmodifiableSet(KernelFile.words(path.resolve("cgroup.controllers")));
    }

    /** Controllers of cpu, memory, io and pids that are not on for it, each with the reason. */
    public Map<String, String> unavailableControllers() {
        return unavailable;
    }

    /**
     * Sets limits, as far as the host lets it, and says what became of each. CPUs that cpuset cannot give are reported
     * as refused, and {@link #enter} then binds with {@code taskset} instead.
     */
    public synchronized LimitReport limit(CgroupLimits limits) {
        LimitReport report = new LimitWriter(path, parentControllers).write(limits);
        affinity = report.refused().containsKey(LimitWriter.CPUSET) ? limits.cpus() : Optional.empty();
        return report;
    }

    /**
     * The command line that starts a command in this cgroup from its first instruction; see {@link ProcessEntry}. It must
     * be started by a process that may move processes here: one within the delegated tree, or root.
     *
     * @param command program and arguments
     * @param held whether it waits for {@link ProcessEntry#RELEASE} on its standard input
     */
    public List<String> enter(List<String> command, boolean held) {
        return entry(held).wrap(command);
    }

    /** How a program enters this cgroup. */
    public ProcessEntry entry(boolean held) {
        return new ProcessEntry(Optional.of(path), held, affinity);
    }

    /** Ids of the processes in it and below; none if it is gone. */
    public List<Long> processes() throws IOException {
        return tree.allProcesses();
    }

    /** Whether a live process is in it or below. False once it is removed. */
    public boolean populated() {
        return tree.populated().orElse(false);
    }

    /**
     * Kills every process in it and below; they may take a moment to be gone.
     *
     * @throws IOException if the kernel refuses, or if this process itself is in it
     */
    public void kill() throws IOException {
        tree.kill();
    }

    /**
     * Removes it and what is below, waiting up to about 5 s for killed processes to be gone. Does nothing if it is gone.
     *
     * @throws IOException if that does not succeed, naming the processes that are still in it
     */
    public void remove() throws IOException {
        tree.remove();
    }

    /** {@link #kill() Kills} and {@link #remove() removes}. Does nothing if it is gone; after a failure it may be called again. */
    @Override
    public void close() throws IOException {
        kill();
        remove();
    }

    /**
     * Removes the cgroups of this prefix whose makers have died, and kills what still runs in them.
     *
     * @param parent where they were made
     * @param prefix as given to {@link #create}
     * @throws IOException if the parent cannot be listed
     * @throws IllegalArgumentException if the prefix breaks the rule
     */
    public static StaleCgroups removeStale(Path parent, String prefix) throws IOException {
        requirePrefix(prefix);
        return StaleCgroups.remove(parent, prefix, Pause.sleeping());
    }
}
