package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which CPUs are threads of one physical core, share a last-level cache, a package or a memory node; from
 * {@code /sys/devices/system/cpu} (Documentation/admin-guide/cputopology.rst). A snapshot: immutable and thread-safe.
 *
 * @param online CPUs that are online
 * @param cores the CPUs of each physical core, in the order of their first CPU; where the host does not tell
 *     ({@link #coresKnown}), each CPU by itself
 * @param caches the CPUs that share each last-level cache; none where the host does not tell
 * @param packages the CPUs of each package (socket); none where the host does not tell
 * @param nodes the CPUs of each NUMA node that has any; none where the host does not tell
 * @param coresKnown whether the host tells which CPUs share a core
 */
public record Topology(
        CpuList online,
        List<CpuList> cores,
        List<CpuList> caches,
        List<CpuList> packages,
        List<CpuList> nodes,
        boolean coresKnown) {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");
    private static final Path NODES = Path.of("/sys/devices/system/node");

    /** Copies the lists. */
    public Topology {
        cores = List.copyOf(cores);
        caches = List.copyOf(caches);
        packages = List.copyOf(packages);
        nodes = List.copyOf(nodes);
    }

    /** This host's. */
    public static Topology read() {
        return read(CPUS, NODES);
    }

    public static Topology read(Path cpus, Path nodes) {
        CpuList online = KernelFile.fact(cpus.resolve("online"))
                .flatMap(CpuList::tryParse)
                .filter(list -> !list.isEmpty())
                .orElseGet(Topology::countedByTheJvm);
        List<CpuList> cores = groups(
                online,
                cpu -> list(directory(cpus, cpu).resolve("topology/core_cpus_list"))
                        .or(() -> list(directory(cpus, cpu).resolve("topology/thread_siblings_list"))));
        boolean known = cores.stream().mapToInt(CpuList::size).sum() == online.size();
        return new Topology(
                online,
                known ? cores : alone(online),
                groups(online, cpu -> lastLevelCache(directory(cpus, cpu).resolve("cache"))),
                groups(
                        online,
                        cpu -> list(directory(cpus, cpu).resolve("topology/package_cpus_list"))
                                .or(() -> list(directory(cpus, cpu).resolve("topology/core_siblings_list")))),
                nodes(nodes, online),
                known);
    }

    private static CpuList countedByTheJvm() {
        return CpuList.parse("0-" + (Runtime.getRuntime().availableProcessors() - 1));
    }

    private static Path directory(Path cpus, int cpu) {
        return cpus.resolve("cpu" + cpu);
    }

    private static Optional<CpuList> list(Path file) {
        return KernelFile.fact(file).flatMap(CpuList::tryParse);
    }

    private static List<CpuList> alone(CpuList online) {
        return online.cpus().stream().map(cpu -> CpuList.of(List.of(cpu))).toList();
    }

    /** The different groups that the CPUs say they are in, without CPUs that are offline. */
    private static List<CpuList> groups(CpuList online, Function<Integer, Optional<CpuList>> groupOf) {
        List<CpuList> groups = new ArrayList<>();
        for (int cpu : online.cpus()) {
            groupOf.apply(cpu)
                    .map(group -> group.and(online))
                    .filter(group -> group.cpus().contains(cpu) && !groups.contains(group))
                    .ifPresent(groups::add);
        }
        return groups;
    }

    /** The cache of the highest level, which is the one that most CPUs share. */
    private static Optional<CpuList> lastLevelCache(Path caches) {
        long highest = 0;
        Optional<CpuList> shared = Optional.empty();
        for (int index = 0; Files.exists(caches.resolve("index" + index)); index++) {
            Path cache = caches.resolve("index" + index);
            long level = KernelFile.number(cache.resolve("level")).orElse(0L);
            Optional<CpuList> cpus = list(cache.resolve("shared_cpu_list"));
            if (level > highest && cpus.isPresent()) {
                highest = level;
                shared = cpus;
            }
        }
        return shared;
    }

    private static List<CpuList> nodes(Path nodes, CpuList online) {
        List<CpuList> found = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(nodes, "node[0-9]*")) {
            for (Path node : directories) {
                list(node.resolve("cpulist"))
                        .map(cpus -> cpus.and(online))
                        .filter(cpus -> !cpus.isEmpty())
                        .ifPresent(found::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // a kernel without NUMA has no such directory
        }
        found.sort(Comparator.comparing(list -> list.cpus().first()));
        return found;
    }

    /**
     * Chooses whole physical cores for something that is to be measured undisturbed: within one last-level cache and away
     * from the core of CPU 0, which serves interrupts and housekeeping, as far as that is possible.
     *
     * @param cpus number of CPUs wanted; may be exceeded, because cores are not divided
     * @param allowed CPUs that may be used
     * @return the CPUs, or empty if there are not enough whole cores
     * @throws IllegalArgumentException if fewer than one CPU is wanted
     */
    public Optional<CpuList> choose(int cpus, CpuList allowed) {
        if (cpus < 1) {
            throw new IllegalArgumentException("cpus must be at least 1, was " + cpus);
        }
        List<CpuList> whole = cores.stream()
                .filter(core -> allowed.cpus().containsAll(core.cpus()))
                .toList();
        List<CpuList> quiet =
                whole.stream().filter(core -> !core.cpus().contains(0)).toList();
        for (List<CpuList> candidates : List.of(quiet, whole)) {
            for (CpuList cache : caches) {
                Optional<CpuList> chosen = take(
                        cpus,
                        candidates.stream()
                                .filter(core -> cache.cpus().containsAll(core.cpus()))
                                .toList());
                if (chosen.isPresent()) {
                    return chosen;
                }
            }
        }
        return take(cpus, quiet).or(() -> take(cpus, whole));
    }

    private static Optional<CpuList> take(int cpus, Collection<CpuList> cores) {
        TreeSet<Integer> taken = new TreeSet<>();
        for (CpuList core : cores) {
            if (taken.size() >= cpus) {
                break;
            }
            taken.addAll(core.cpus());
        }
        return taken.size() >= cpus ? Optional.of(CpuList.of(taken)) : Optional.empty();
    }

    /**
     * What disturbs things that are pinned to CPUs and run at the same time: shared CPUs, cores or caches, and cores whose
     * other thread is left to anyone.
     *
     * @param pinned the CPUs of each
     * @return a sentence for each finding; none where all is well
     */
    public List<String> warnings(List<CpuList> pinned) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < pinned.size(); i++) {
            warnAlone(pinned.get(i), warnings);
            for (int j = i + 1; j < pinned.size(); j++) {
                warnPair(pinned.get(i), pinned.get(j), warnings);
            }
        }
        return List.copyOf(warnings);
    }

    private void warnAlone(CpuList pinned, List<String> warnings) {
        if (!online.cpus().containsAll(pinned.cpus())) {
            warnings.add("CPUs " + pinned + " are not all online (" + online + ")");
        }
        for (CpuList core : cores) {
            if (core.overlaps(pinned) && !pinned.cpus().containsAll(core.cpus())) {
                warnings.add("CPUs " + pinned + " take a part of the physical core with CPUs " + core
                        + "; what runs on its other thread disturbs");
            }
        }
        if (!coresKnown) {
            warnings.add("this host does not tell which CPUs share a physical core, so " + pinned + " may");
        }
    }

    private void warnPair(CpuList one, CpuList other, List<String> warnings) {
        if (one.overlaps(other)) {
            warnings.add("CPUs " + one + " and " + other + " overlap");
        } else if (share(cores, one, other)) {
            warnings.add("CPUs " + one + " and " + other + " share a physical core");
        } else if (share(caches, one, other)) {
            warnings.add("CPUs " + one + " and " + other + " share a last-level cache");
        }
    }

    private static boolean share(List<CpuList> groups, CpuList one, CpuList other) {
        return groups.stream().anyMatch(group -> group.overlaps(one) && group.overlaps(other));
    }
}
