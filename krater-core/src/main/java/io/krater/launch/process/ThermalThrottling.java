package io.krater.launch.process;

import io.krater.host.CpuList;
import io.krater.host.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How often CPUs were slowed down for heat since boot: {@code thermal_throttle/core_throttle_count} and {@code
 * package_throttle_count} of Linux on Intel's CPUs, once for each core and package. Where the kernel does not count, as in
 * most virtual machines, there is no figure, and asking costs nothing. Thread-safe.
 */
final class ThermalThrottling {
    /** Key of a trial's fact: how often it happened while the trial was there. */
    static final String FACT = "thermal_throttles";

    private final List<Path> counts;

    private ThermalThrottling(List<Path> counts) {
        this.counts = List.copyOf(counts);
    }

    /** Of this machine, with the files found once. */
    static ThermalThrottling ofThisMachine() {
        return of(Path.of("/sys/devices/system/cpu"), Topology.read());
    }

    static ThermalThrottling of(Path cpus, Topology topology) {
        List<Path> found = new ArrayList<>();
        topology.cores().forEach(core -> take(found, cpus, core, "core_throttle_count"));
        topology.packages().forEach(each -> take(found, cpus, each, "package_throttle_count"));
        return new ThermalThrottling(found);
    }

    /** All CPUs of a core or package show the same count, so it is taken from the first. */
    private static void take(List<Path> found, Path cpus, CpuList unit, String file) {
        Path count = cpus.resolve("cpu" + unit.cpus().first())
                .resolve("thermal_throttle")
                .resolve(file);
        if (Files.isReadable(count)) {
            found.add(count);
        }
    }

    /** As of now; empty where the kernel does not count, or a count cannot be read. */
    OptionalLong total() {
        long sum = 0;
        for (Path count : counts) {
            try {
                sum += Long.parseLong(Files.readString(count).strip());
            } catch (IOException | NumberFormatException gone) {
                return OptionalLong.empty(); // a CPU that was taken away: no difference to be told
            }
        }
        return counts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}
