package io.krater.launch.process;

import io.krater.cgroup.CpuKinds;
import io.krater.host.CpuList;
import io.krater.host.CpuSpeed;
import io.krater.host.LoadAverage;
import io.krater.host.MemoryInfo;
import io.krater.host.SwapDevice;
import io.krater.host.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What of this machine bears on a measurement, at one moment.
 *
 * @param topology which CPUs share cores and caches
 * @param kinds which kinds of core there are
 * @param allowed CPUs that this process, and so what it starts, may use
 * @param speed what sets the CPUs' speed
 * @param load load average; empty where the machine does not tell
 * @param swap swap devices; empty where the machine does not tell
 * @param memoryBytes memory; empty where the machine does not tell
 */
record Machine(
        Topology topology,
        CpuKinds kinds,
        CpuList allowed,
        CpuSpeed speed,
        Optional<LoadAverage> load,
        Optional<List<SwapDevice>> swap,
        OptionalLong memoryBytes) {
    private static final String ALLOWED = "Cpus_allowed_list:";

    /** As of now. */
    static Machine read() {
        Topology topology = Topology.read();
        return new Machine(
                topology,
                CpuKinds.read(),
                allowed(Path.of("/proc/self/status")).orElse(topology.online()),
                CpuSpeed.read(),
                LoadAverage.read(),
                SwapDevice.all(),
                memory());
    }

    /** CPUs that a process may use, by its {@code status} file; empty where that does not tell. */
    static Optional<CpuList> allowed(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(ALLOWED))
                    .map(line -> CpuList.parse(line.substring(ALLOWED.length())))
                    .findFirst();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // gone, or not of Linux' form: then nothing is known of it
        }
    }

    private static OptionalLong memory() {
        try {
            return MemoryInfo.read().total();
        } catch (IOException e) {
            return OptionalLong.empty(); // no /proc here
        }
    }
}
