package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import io.krater.cgroup.read.ProcUnits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * {@code /proc/stat} at one moment (proc_stat(5)).
 *
 * @param cpu CPU time of all CPUs
 * @param cpus CPU time of each CPU that is online, by its number
 * @param contextSwitches context switches since boot
 * @param forks processes and threads made since boot
 * @param bootEpochSeconds when the machine was booted, in seconds since the Unix epoch
 */
public record HostStat(
        CpuTimes cpu,
        Map<Integer, CpuTimes> cpus,
        OptionalLong contextSwitches,
        OptionalLong forks,
        OptionalLong bootEpochSeconds) {
    private static final Path FILE = Path.of("/proc/stat");

    /** Copies the map. */
    public HostStat {
        cpus = Collections.unmodifiableMap(new TreeMap<>(cpus));
    }

    /**
     * Reads it.
     *
     * @throws IOException if it cannot be read or has no CPU times
     */
    public static HostStat read() throws IOException {
        return parse(KernelFile.read(FILE)).orElseThrow(() -> new IOException("no CPU times in " + FILE));
    }

    /** The length of a clock tick, in milliseconds: what CPU times are counted in. */
    public static double tickMillis() {
        return 1e3 / ProcUnits.ofThisKernel().ticksPerSecond();
    }

    /**
     * Reads the CPU time of all CPUs alone, the file's first line.
     *
     * @throws IOException if it cannot be read or has no CPU times
     */
    public static CpuTimes readTotal() throws IOException {
        String text = KernelFile.read(FILE);
        int end = text.indexOf('\n');
        Optional<CpuTimes> total =
                end > 4 && text.startsWith("cpu ") ? CpuTimes.parse(text.substring(4, end)) : Optional.empty();
        return total.orElseThrow(() -> new IOException("no CPU times in " + FILE));
    }

    /** Parses the file, or gives empty if it has no CPU times. Lines that are unknown or damaged are left out. */
    public static Optional<HostStat> parse(String text) {
        Map<Integer, CpuTimes> cpus = new TreeMap<>();
        Map<String, String> others = new TreeMap<>();
        Optional<CpuTimes> all = Optional.empty();
        for (String line : text.lines().toList()) {
            int blank = line.indexOf(' ');
            String key = blank < 0 ? line : line.substring(0, blank);
            String value = line.substring(key.length());
            if (key.equals("cpu")) {
                all = CpuTimes.parse(value);
            } else if (key.startsWith("cpu")) {
                KernelFile.parseNumber(key.substring(3))
                        .filter(number -> number >= 0 && number <= Integer.MAX_VALUE)
                        .ifPresent(
                                number -> CpuTimes.parse(value).ifPresent(times -> cpus.put(number.intValue(), times)));
            } else {
                others.putIfAbsent(key, value.strip());
            }
        }
        return all.map(cpu ->
                new HostStat(cpu, cpus, number(others, "ctxt"), number(others, "processes"), number(others, "btime")));
    }

    private static OptionalLong number(Map<String, String> lines, String key) {
        return KernelFile.parseNumber(lines.getOrDefault(key, ""))
                .filter(value -> value >= 0)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Clock ticks a second, the unit of {@link CpuTimes}: 100 on every kernel of today, whatever its timer. */
    public static long ticksPerSecond() {
        return ProcUnits.ofThisKernel().ticksPerSecond();
    }
}
