package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import io.krater.host.CpuInfo;
import io.krater.host.CpuList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The kinds of core that a host has: fast and frugal ones on hybrid CPUs. Told by the performance units of x86
 * ({@code /sys/devices/cpu_core}, {@code cpu_atom}), else by {@code cpu_capacity} (ARM, RISC-V), else by what
 * {@code /proc/cpuinfo} says of each CPU.
 *
 * @param kinds the CPUs of each kind, by its name; one or none where all are alike or the host does not tell
 */
public record CpuKinds(Map<String, CpuList> kinds) {
    private static final Map<String, String> UNITS =
            Map.of("cpu_core", "P cores", "cpu_atom", "E cores", "cpu_lowpower", "low-power E cores");

    /** Copies the map. */
    public CpuKinds {
        kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    }

    /** This host's. */
    public static CpuKinds read() {
        return read(Path.of("/"));
    }

    /** Those of the host whose {@code proc} and {@code sys} are below. */
    public static CpuKinds read(Path root) {
        Map<String, CpuList> units = new TreeMap<>(Collections.reverseOrder());
        UNITS.forEach((unit, name) -> KernelFile.fact(root.resolve("sys/devices/" + unit + "/cpus"))
                .flatMap(CpuList::tryParse)
                .filter(cpus -> !cpus.isEmpty())
                .ifPresent(cpus -> units.put(name, cpus)));
        if (units.size() > 1) {
            return new CpuKinds(units);
        }
        Map<String, CpuList> capacities = byCapacity(root);
        return new CpuKinds(capacities.size() > 1 ? capacities : lists(CpuInfo.kinds(root)));
    }

    private static Map<String, CpuList> byCapacity(Path root) {
        Path cpus = root.resolve("sys/devices/system/cpu");
        Optional<CpuList> online = KernelFile.fact(cpus.resolve("online")).flatMap(CpuList::tryParse);
        Map<String, Set<Integer>> found = new TreeMap<>();
        for (int cpu : online.map(CpuList::cpus).orElse(Collections.emptyNavigableSet())) {
            KernelFile.number(cpus.resolve("cpu" + cpu + "/cpu_capacity"))
                    .ifPresent(capacity -> found.computeIfAbsent("capacity " + capacity, key -> new TreeSet<>())
                            .add(cpu));
        }
        return lists(found);
    }

    private static Map<String, CpuList> lists(Map<String, Set<Integer>> sets) {
        Map<String, CpuList> lists = new LinkedHashMap<>();
        sets.forEach((name, cpus) -> lists.put(name, CpuList.of(cpus)));
        return lists;
    }

    /** {@code P cores 0-7, E cores 8-15}; empty where all are alike. */
    public Optional<String> text() {
        return kinds.size() < 2 ? Optional.empty() : Optional.of(text(kinds));
    }

    private static String text(Map<String, CpuList> some) {
        return some.entrySet().stream()
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Which kinds these CPUs mix; empty where they are of one. */
    public Optional<String> mixed(CpuList cpus) {
        Map<String, CpuList> some = new LinkedHashMap<>();
        kinds.forEach((name, list) -> {
            if (list.overlaps(cpus)) {
                some.put(name, list.and(cpus));
            }
        });
        List<String> names = new ArrayList<>(some.keySet());
        return names.size() < 2 ? Optional.empty() : Optional.of(text(some));
    }
}
