package io.krater.monitor;

import io.krater.host.CpuTimes;
import io.krater.host.DiskStats;
import io.krater.host.HostStat;
import io.krater.host.MemoryInfo;
import io.krater.host.NetworkDevices;
import io.krater.host.Pressure;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What {@code /proc} says of this host at one moment.
 *
 * @param cpu CPU time of all CPUs
 * @param memory memory
 * @param disks counters of disks
 * @param devices counters of network devices
 * @param cpuPressure time in which at least one task waited for a CPU, in microseconds
 * @param memoryPressure the same for memory
 * @param ioPressure the same for I/O
 */
record ProcState(
        CpuTimes cpu,
        MemoryInfo memory,
        Map<String, DiskStats.Disk> disks,
        Map<String, NetworkDevices.Device> devices,
        OptionalLong cpuPressure,
        OptionalLong memoryPressure,
        OptionalLong ioPressure) {

    /** Reads it again and again; what a device is does not change. Not thread-safe. */
    static final class Reader implements ProcProbe.Reader {
        private final Map<String, Boolean> wholeDisks = new HashMap<>();
        private final Map<String, Boolean> physicalDevices = new HashMap<>();

        @Override
        public ProcState read() throws IOException {
            return new ProcState(
                    HostStat.readTotal(),
                    MemoryInfo.read(),
                    DiskStats.read(name -> wholeDisks.computeIfAbsent(name, DiskStats::isWhole))
                            .disks(),
                    NetworkDevices.read(name -> physicalDevices.computeIfAbsent(name, NetworkDevices::isPhysical))
                            .devices(),
                    Pressure.stalledUsec("cpu"),
                    Pressure.stalledUsec("memory"),
                    Pressure.stalledUsec("io"));
        }
    }

    /** Memory in use in percent of the total, as Netdata's {@code system.ram} has it: without what can be reclaimed. */
    OptionalDouble memoryPercent() {
        OptionalLong total = memory.total();
        OptionalLong free = memory.bytes("MemFree");
        OptionalLong buffers = memory.bytes("Buffers");
        OptionalLong cached = memory.bytes("Cached");
        long reclaimable =
                memory.bytes("SReclaimable").orElse(0) - memory.bytes("Shmem").orElse(0);
        if (total.isEmpty() || free.isEmpty() || buffers.isEmpty() || cached.isEmpty() || total.getAsLong() <= 0) {
            return OptionalDouble.empty();
        }
        long used = total.getAsLong() - free.getAsLong() - buffers.getAsLong() - cached.getAsLong() - reclaimable;
        return OptionalDouble.of(100.0 * Math.max(0, used) / total.getAsLong());
    }
}
