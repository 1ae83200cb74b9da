package io.krater.cgroup;

import io.krater.host.CpuList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Limits for a cgroup; what is empty is left as it is.
 *
 * @param cpuMillis CPU time, in thousandths of a core, at least 1 ({@code cpu.max})
 * @param memoryBytes memory, in bytes, at least 1 ({@code memory.max})
 * @param noSwap whether to forbid swap ({@code memory.swap.max} = 0)
 * @param cpus CPUs to run on, not empty ({@code cpuset.cpus})
 * @param pids processes and threads, at least 1 ({@code pids.max})
 */
public record CgroupLimits(
        OptionalInt cpuMillis, OptionalLong memoryBytes, boolean noSwap, Optional<CpuList> cpus, OptionalLong pids) {
    /** The kernel refuses a quota below 1 ms and a period above 1 s (Documentation/scheduler/sched-bwc.rst). */
    private static final int PERIOD_USEC = 100_000;

    private static final int LONG_PERIOD_USEC = 1_000_000;
    private static final int SMALLEST_QUOTA_USEC = 1_000;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the value that is out of its bound
     */
    public CgroupLimits {
        atLeastOne("cpuMillis", cpuMillis.isPresent() ? cpuMillis.getAsInt() : 1);
        atLeastOne("memoryBytes", memoryBytes.orElse(1));
        atLeastOne("pids", pids.orElse(1));
        if (cpus.isPresent() && cpus.get().isEmpty()) {
            throw new IllegalArgumentException("cpus must name a CPU, was an empty set");
        }
    }

    private static void atLeastOne(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, was " + value);
        }
    }

    /** No limits. */
    public static CgroupLimits none() {
        return new CgroupLimits(
                OptionalInt.empty(), OptionalLong.empty(), false, Optional.empty(), OptionalLong.empty());
    }

    /** The same with this CPU limit, in thousandths of a core. */
    public CgroupLimits withCpuMillis(int millis) {
        return new CgroupLimits(OptionalInt.of(millis), memoryBytes, noSwap, cpus, pids);
    }

    /** The same with this memory limit, in bytes. */
    public CgroupLimits withMemoryBytes(long bytes) {
        return new CgroupLimits(cpuMillis, OptionalLong.of(bytes), noSwap, cpus, pids);
    }

    /** The same without swap. */
    public CgroupLimits withoutSwap() {
        return new CgroupLimits(cpuMillis, memoryBytes, true, cpus, pids);
    }

    /** The same on these CPUs. */
    public CgroupLimits withCpus(CpuList list) {
        return new CgroupLimits(cpuMillis, memoryBytes, noSwap, Optional.of(list), pids);
    }

    /** The same with this number of processes and threads at most. */
    public CgroupLimits withPids(long most) {
        return new CgroupLimits(cpuMillis, memoryBytes, noSwap, cpus, OptionalLong.of(most));
    }

    /**
     * Value for {@code cpu.max}: quota and period, in microseconds. The period is the usual 100 ms, or 1 s where the
     * quota would fall below the kernel's smallest.
     */
    static String cpuMax(int millis) {
        long quota = (long) millis * PERIOD_USEC / 1000;
        if (quota >= SMALLEST_QUOTA_USEC) {
            return quota + " " + PERIOD_USEC;
        }
        return (long) millis * LONG_PERIOD_USEC / 1000 + " " + LONG_PERIOD_USEC;
    }
}
