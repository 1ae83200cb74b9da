package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What sets the speed of the CPUs, and whether heat has slowed them down; at one moment. What the kernel does not tell, as
 * in most virtual machines, is absent.
 *
 * @param driver frequency driver, such as {@code intel_pstate}
 * @param governor frequency governors of the CPUs, joined by commas where they differ
 * @param turbo whether the CPUs may run above their nominal frequency
 * @param coreThrottles times that a core was slowed down for heat since boot, summed over cores (Intel)
 * @param packageThrottles times that a package was slowed down for heat since boot, summed over packages (Intel)
 */
public record CpuSpeed(
        Optional<String> driver,
        Optional<String> governor,
        Optional<Boolean> turbo,
        OptionalLong coreThrottles,
        OptionalLong packageThrottles) {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    /** As of now. */
    public static CpuSpeed read() {
        return read(CPUS);
    }

    public static CpuSpeed read(Path cpus) {
        Topology topology = Topology.read(cpus, cpus.resolveSibling("node"));
        TreeSet<String> drivers = new TreeSet<>();
        TreeSet<String> governors = new TreeSet<>();
        for (int cpu : topology.online().cpus()) {
            Path frequency = cpus.resolve("cpu" + cpu).resolve("cpufreq");
            KernelFile.fact(frequency.resolve("scaling_driver")).ifPresent(drivers::add);
            KernelFile.fact(frequency.resolve("scaling_governor")).ifPresent(governors::add);
        }
        return new CpuSpeed(
                joined(drivers),
                joined(governors),
                turbo(cpus),
                throttles(cpus, topology.cores(), "core_throttle_count"),
                throttles(cpus, topology.packages(), "package_throttle_count"));
    }

    private static Optional<String> joined(TreeSet<String> names) {
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(",", names));
    }

    private static Optional<Boolean> turbo(Path cpus) {
        return KernelFile.number(cpus.resolve("intel_pstate/no_turbo"))
                .map(off -> off == 0)
                .or(() -> KernelFile.number(cpus.resolve("cpufreq/boost")).map(on -> on == 1));
    }

    /** All CPUs of a core or package show the same count, so it is taken once from each. */
    private static OptionalLong throttles(Path cpus, Iterable<CpuList> units, String file) {
        long sum = 0;
        boolean any = false;
        for (CpuList unit : units) {
            Path counts = cpus.resolve("cpu" + unit.cpus().first()).resolve("thermal_throttle");
            Optional<Long> count = KernelFile.number(counts.resolve(file));
            if (count.isPresent()) {
                any = true;
                sum += count.get();
            }
        }
        return any ? OptionalLong.of(sum) : OptionalLong.empty();
    }
}
