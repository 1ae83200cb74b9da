package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import io.krater.host.MountInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where this host has its cgroup v2 tree, and which controllers are in it; taken from {@code /proc/self/mountinfo} and
 * {@code /proc/self/cgroup}, not from the customary path. A snapshot: immutable and thread-safe.
 */
public final class CgroupMount {
    /** How a host has its cgroups. */
    public enum Mode {
        /** One cgroup v2 tree with all controllers. */
        UNIFIED,
        /** A cgroup v2 tree, but some of its controllers are on v1. */
        HYBRID,
        /** cgroup v1 alone. */
        LEGACY,
        /** No cgroup file system in sight. */
        NONE
    }

    private static final Path PROC = Path.of("/proc");
    private static final String V2_LINE = "0::";
    private static final String DELETED = " (deleted)";
    /** Controllers that v2 has too, by their v1 names; others (net_cls, devices ...) on v1 take nothing from v2. */
    private static final Set<String> SHARED_CONTROLLERS =
            Set.of("cpu", "cpuset", "memory", "blkio", "pids", "hugetlb", "rdma", "misc", "perf_event");

    private final Mode mode;
    private final @Nullable Path root;
    private final List<String> rootInside;
    private final boolean readOnly;
    private final Set<String> controllers;
    private final Map<String, String> legacy;
    private final Path proc;

    private CgroupMount(@Nullable MountInfo unified, Map<String, String> legacy, boolean anyV1, Path proc) {
        this.root = unified == null ? null : Path.of(unified.mountPoint());
        this.rootInside = unified == null ? List.of() : segments(unified.root());
        this.readOnly = unified != null && unified.options().contains("ro");
        this.controllers = root == null
                ? Set.of()
                : Collections.unmodifiableSet(KernelFile.words(root.resolve("cgroup.controllers")));
        this.legacy = Collections.unmodifiableMap(legacy);
        this.proc = proc;
        if (root != null) {
            this.mode = legacy.isEmpty() ? Mode.UNIFIED : Mode.HYBRID;
        } else {
            this.mode = anyV1 ? Mode.LEGACY : Mode.NONE;
        }
    }

    /**
     * What this host has. {@link Mode#NONE} where there is no {@code /proc/self/mountinfo}.
     *
     * @throws UncheckedIOException if it is there and cannot be read, which says nothing of cgroups
     */
    public static CgroupMount detect() {
        return detect(PROC);
    }

    static CgroupMount detect(Path proc) {
        Path mountinfo = proc.resolve("self/mountinfo");
        try {
            return of(KernelFile.ifThere(mountinfo).orElse(""), proc);
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "cannot tell whether this host has cgroups: " + mountinfo + " cannot be read ("
                            + KernelFile.reason(refused) + ")",
                    refused);
        }
    }

    /** What a mountinfo says; processes and controllers are looked up under {@code proc} and the mount points. */
    static CgroupMount of(String mountinfo, Path proc) {
        List<MountInfo> mounts = MountInfo.parseAll(mountinfo);
        Map<String, String> legacy = new TreeMap<>();
        boolean anyV1 = false;
        for (MountInfo mount : mounts) {
            if (mount.type().equals("cgroup")) {
                anyV1 = true;
                for (String option : mount.superOptions()) {
                    if (SHARED_CONTROLLERS.contains(option)) {
                        legacy.putIfAbsent(option, mount.mountPoint());
                    }
                }
            }
        }
        boundElsewhere(proc).forEach(controller -> legacy.putIfAbsent(controller, "not mounted here"));
        return new CgroupMount(unified(mounts).orElse(null), legacy, anyV1 || !legacy.isEmpty(), proc);
    }

    /** Controllers on v1 that this mount namespace does not show: a container sees them in its own cgroup file only. */
    private static Set<String> boundElsewhere(Path proc) {
        Set<String> bound = new TreeSet<>();
        for (String line :
                KernelFile.text(proc.resolve("self/cgroup")).orElse("").lines().toList()) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && !fields[0].equals("0")) {
                bound.addAll(List.of(fields[1].split(",", -1)));
            }
        }
        bound.retainAll(SHARED_CONTROLLERS);
        return bound;
    }

    /** The v2 mount that shows most of the tree; mounts hidden by later ones have no files and take no part. */
    private static Optional<MountInfo> unified(List<MountInfo> mounts) {
        return mounts.stream()
                .filter(mount -> mount.type().equals("cgroup2"))
                .filter(mount -> isCgroup(mount.mountPoint()))
                .min(Comparator.comparingInt((MountInfo mount) -> depth(mount.root()))
                        .thenComparing(mount -> mount.options().contains("ro"))
                        .thenComparingInt(mount -> mount.mountPoint().length()));
    }

    private static boolean isCgroup(String directory) {
        try {
            return Files.isReadable(Path.of(directory, "cgroup.controllers"));
        } catch (InvalidPathException e) {
            return false; // a name that this JVM's file name encoding cannot express cannot be opened either
        }
    }

    private static int depth(String inside) {
        int depth = 0;
        for (String segment : segments(inside)) {
            depth += segment.equals("..") ? -1 : 1;
        }
        return depth;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1)).stream()
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    /** How the host has its cgroups. */
    public Mode mode() {
        return mode;
    }

    /** Top of the v2 tree as far as it is visible here. */
    public Optional<Path> root() {
        return Optional.ofNullable(root);
    }

    /** Whether the v2 tree is mounted read-only, as in most containers. */
    public boolean readOnly() {
        return readOnly;
    }

    /** Controllers at {@link #root()}, by their v2 names: {@code cpu}, {@code io}, {@code memory} ... */
    public Set<String> controllers() {
        return controllers;
    }

    /** Controllers that are on v1, by their v1 names ({@code blkio}), each with its mount point. */
    public Map<String, String> legacyControllers() {
        return legacy;
    }

    /**
     * Why a controller cannot be used in the v2 tree; empty if it can.
     *
     * @param controller v2 name of a controller, such as {@code io}
     */
    public Optional<String> whyMissing(String controller) {
        if (controllers.contains(controller)) {
            return Optional.empty();
        }
        String old = controller.equals("io") ? "blkio" : controller;
        String where = legacy.get(old);
        if (where != null) {
            return Optional.of("controller " + controller + " is on v1 (" + where + ")");
        }
        if (root == null) {
            return Optional.of("there is no cgroup v2 tree");
        }
        return Optional.of("controller " + controller + " is not in " + root.resolve("cgroup.controllers"));
    }

    /** The v2 cgroup of this process; see {@link #cgroupOf}. */
    public Optional<Path> own() {
        return cgroupFrom(proc.resolve("self/cgroup"));
    }

    /**
     * The v2 cgroup that a process is in. Empty if there is no such process, no v2 tree, if its cgroup was removed, or if
     * it is not visible here: above the root of this cgroup namespace, or outside what is mounted.
     *
     * @param pid a process id as this process sees it
     */
    public Optional<Path> cgroupOf(long pid) {
        return cgroupFrom(proc.resolve(Long.toString(pid)).resolve("cgroup"));
    }

    /**
     * The v2 cgroup that a process is in, as the kernel names it to this process; see cgroups(7). Empty if there is no such
     * process, or it is in no v2 cgroup.
     *
     * @param pid a process id as this process sees it
     */
    public static Optional<String> nameOf(long pid) {
        return nameIn(PROC.resolve(Long.toString(pid)).resolve("cgroup"));
    }

    private static Optional<String> nameIn(Path file) {
        try {
            return KernelFile.read(file)
                    .lines()
                    .filter(line -> line.startsWith(V2_LINE))
                    .findFirst()
                    .map(line -> line.substring(V2_LINE.length()));
        } catch (IOException e) {
            return Optional.empty(); // the process has gone, which is one of the answers
        }
    }

    private Optional<Path> cgroupFrom(Path file) {
        return nameIn(file).flatMap(this::locate);
    }

    /** The directory that shows a cgroup path of {@code /proc/<pid>/cgroup}. */
    Optional<Path> locate(String cgroup) {
        if (root == null || cgroup.endsWith(DELETED)) {
            return Optional.empty();
        }
        List<String> segments = segments(cgroup);
        // both paths count from the root of this cgroup namespace, so what is mounted must be a prefix
        if (segments.size() < rootInside.size()
                || !segments.subList(0, rootInside.size()).equals(rootInside)) {
            return Optional.empty();
        }
        List<String> below = segments.subList(rootInside.size(), segments.size());
        if (below.contains("..")) {
            return Optional.empty();
        }
        try {
            Path directory = root.resolve(String.join("/", below));
            return Files.isDirectory(directory) ? Optional.of(directory) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty(); // not expressible in this JVM's file name encoding, so not to be opened
        }
    }
}
