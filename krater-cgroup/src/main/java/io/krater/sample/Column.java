package io.krater.sample;

import java.util.Locale;

/**
 * One figure that a sample may hold. Counters only grow while a cgroup lives; gauges go up and down.
 *
 * <p>Keys are those of the kernel's files (Documentation/admin-guide/cgroup-v2.rst). Which columns a series really has
 * depends on kernel and controllers; ask {@link SampleSeries#has(Column)}.
 */
public enum Column implements Quantity {
    /** CPU time used, in microseconds; advances at ticks and context switches. */
    USAGE_USEC("cpu.stat", "usage_usec", Kind.COUNTER, Pace.FAST),
    /** CPU time in user mode, in microseconds; the user/system split is sampled by the kernel. */
    USER_USEC("cpu.stat", "user_usec", Kind.COUNTER, Pace.FAST),
    /** CPU time in kernel mode, in microseconds. */
    SYSTEM_USEC("cpu.stat", "system_usec", Kind.COUNTER, Pace.FAST),
    /** Enforcement periods in which the cgroup was runnable. */
    NR_PERIODS("cpu.stat", "nr_periods", Kind.COUNTER, Pace.FAST),
    /** Periods in which the cgroup ran out of quota. */
    NR_THROTTLED("cpu.stat", "nr_throttled", Kind.COUNTER, Pace.FAST),
    /** Time for which the cgroup was throttled, in microseconds, summed over CPUs. */
    THROTTLED_USEC("cpu.stat", "throttled_usec", Kind.COUNTER, Pace.FAST),
    /** Memory charged to the cgroup, in bytes, page cache and kernel memory included. */
    MEMORY_CURRENT("memory.current", "", Kind.GAUGE, Pace.FAST),
    /** Highest {@link #MEMORY_CURRENT} since the cgroup was made or the peak was reset, in bytes, by the kernel. */
    MEMORY_PEAK("memory.peak", "", Kind.GAUGE, Pace.SLOW),
    /** Swap used, in bytes. */
    SWAP_CURRENT("memory.swap.current", "", Kind.GAUGE, Pace.SLOW),
    /** Anonymous memory, in bytes: heap, stack, anonymous maps. */
    ANON("memory.stat", "anon", Kind.GAUGE, Pace.SLOW),
    /** Page cache, in bytes, shared memory included. */
    FILE("memory.stat", "file", Kind.GAUGE, Pace.SLOW),
    /** Kernel memory, in bytes (since Linux 5.18). */
    KERNEL("memory.stat", "kernel", Kind.GAUGE, Pace.SLOW),
    /** Page cache that the kernel would reclaim first, in bytes; working set = current - inactive_file. */
    INACTIVE_FILE("memory.stat", "inactive_file", Kind.GAUGE, Pace.SLOW),
    /** Page faults. */
    PGFAULT("memory.stat", "pgfault", Kind.COUNTER, Pace.SLOW),
    /** Page faults that needed I/O. */
    PGMAJFAULT("memory.stat", "pgmajfault", Kind.COUNTER, Pace.SLOW),
    /** Times that the memory limit was hit. */
    MEMORY_MAX_EVENTS("memory.events", "max", Kind.COUNTER, Pace.SLOW),
    /** Processes killed by the OOM killer. */
    OOM_KILL("memory.events", "oom_kill", Kind.COUNTER, Pace.SLOW),
    /** Bytes read from devices, summed over devices. */
    IO_RBYTES("io.stat", "rbytes", Kind.COUNTER, Pace.SLOW),
    /** Bytes written to devices, summed over devices. */
    IO_WBYTES("io.stat", "wbytes", Kind.COUNTER, Pace.SLOW),
    /** Read operations, summed over devices. */
    IO_RIOS("io.stat", "rios", Kind.COUNTER, Pace.SLOW),
    /** Write operations, summed over devices. */
    IO_WIOS("io.stat", "wios", Kind.COUNTER, Pace.SLOW),
    /** Processes and threads. */
    PIDS_CURRENT("pids.current", "", Kind.GAUGE, Pace.SLOW),
    /** Time in which some task waited for a CPU, in microseconds (pressure stall information). */
    CPU_SOME_USEC("cpu.pressure", "some", Kind.COUNTER, Pace.SLOW),
    /** Time in which some task waited for memory, in microseconds. */
    MEMORY_SOME_USEC("memory.pressure", "some", Kind.COUNTER, Pace.SLOW),
    /** Time in which all tasks waited for memory, in microseconds. */
    MEMORY_FULL_USEC("memory.pressure", "full", Kind.COUNTER, Pace.SLOW),
    /** Time in which some task waited for I/O, in microseconds. */
    IO_SOME_USEC("io.pressure", "some", Kind.COUNTER, Pace.SLOW),
    /** Time in which all tasks waited for I/O, in microseconds. */
    IO_FULL_USEC("io.pressure", "full", Kind.COUNTER, Pace.SLOW),
    /** Host CPU time not idle and not waiting for I/O, in microseconds, summed over CPUs. */
    HOST_BUSY_USEC("/proc/stat", "cpu", Kind.COUNTER, Pace.SLOW),
    /** Host CPU time of any kind, in microseconds, summed over CPUs. */
    HOST_TOTAL_USEC("/proc/stat", "cpu", Kind.COUNTER, Pace.SLOW),
    /** CPU time that the hypervisor gave to others, in microseconds, summed over CPUs. */
    HOST_STEAL_USEC("/proc/stat", "cpu", Kind.COUNTER, Pace.SLOW),
    /** Energy of all CPU packages, in microjoules (powercap RAPL), wrap-around undone. */
    ENERGY_UJ("energy_uj", "", Kind.COUNTER, Pace.FAST);

    /** Whether a figure only grows, or goes up and down. */
    public enum Kind {
        /** Grows while its cgroup lives: its difference over a time is what counts. */
        COUNTER,
        /** A level at an instant. */
        GAUGE
    }

    /** How often a figure is read. */
    public enum Pace {
        /** At every tick: reading it is cheap. */
        FAST,
        /** At a slower pace of its own: reading it costs the kernel more, or it changes slowly. */
        SLOW
    }

    private final String file;
    private final String key;
    private final Kind kind;
    private final Pace pace;

    Column(String file, String key, Kind kind, Pace pace) {
        this.file = file;
        this.key = key;
        this.kind = kind;
        this.pace = pace;
    }

    /** The kernel file that holds the figure. */
    public String file() {
        return file;
    }

    /** The figure's key within its file; empty where the file holds one number. */
    public String key() {
        return key;
    }

    /** Whether the figure is a counter or a gauge. */
    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String unit() {
        String name = name();
        if (name.endsWith("_USEC")) {
            return "us";
        }
        return switch (this) {
            case ENERGY_UJ -> "uJ";
            case MEMORY_CURRENT, MEMORY_PEAK, SWAP_CURRENT, ANON, FILE, KERNEL, INACTIVE_FILE, IO_RBYTES, IO_WBYTES ->
                "B";
            default -> "";
        };
    }

    /** How often the figure is read. */
    public Pace pace() {
        return pace;
    }

    /** Whether the figure is one of a cgroup's, rather than the machine's. */
    public boolean isOfCgroup() {
        return !file.startsWith("/") && this != ENERGY_UJ;
    }

    /** Place of the column in an array of all columns. Never stored: the order may change between versions. */
    @SuppressWarnings("EnumOrdinal") // an index into memory, the one thing that ordinals are for
    public int index() {
        return ordinal();
    }

    /** The name in results: lower case, as the kernel writes it where it does ({@code usage_usec}, {@code memory_current}). */
    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
