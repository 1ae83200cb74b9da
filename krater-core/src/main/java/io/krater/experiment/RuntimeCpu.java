package io.krater.experiment;

import io.krater.host.HostStat;
import io.krater.host.ProcessStat;
import io.krater.trial.Instance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * CPU time of a runtime's processes at one moment. Of a cgroup it is the kernel's own counter, which keeps the time of
 * processes that have ended; of processes it is that of those that are alive, so that what lived only between two readings
 * is not in the difference.
 */
public final class RuntimeCpu {
    private static final String USAGE = "usage_usec ";

    private final OptionalLong usageMicros;
    private final Map<Alive, Long> ticks;

    /** A process; its start tells it from another of the same id. */
    private record Alive(long pid, long startTicks) {}

    private RuntimeCpu(OptionalLong usageMicros, Map<Alive, Long> ticks) {
        this.usageMicros = usageMicros;
        this.ticks = ticks;
    }

    /**
     * Reads it.
     *
     * @param instances what runs, for {@link RuntimeProcesses#ofInstances}
     * @throws IOException if the processes cannot be listed, or the cgroup has no counter
     */
    public static RuntimeCpu of(RuntimeProcesses processes, List<Instance> instances) throws IOException {
        if (processes.cgroup().isPresent()) {
            Path file = processes.cgroup().get().resolve("cpu.stat");
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            long usage = text.lines()
                    .filter(line -> line.startsWith(USAGE))
                    .map(line -> Long.valueOf(line.substring(USAGE.length()).strip()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no usage_usec in " + file));
            return new RuntimeCpu(OptionalLong.of(usage), Map.of());
        }
        Map<Alive, Long> ticks = new HashMap<>();
        for (long pid : processes.pids(instances)) {
            try {
                ProcessStat stat = ProcessStat.of(pid);
                ticks.put(new Alive(pid, stat.startTicks()), stat.userTicks() + stat.systemTicks());
            } catch (IOException ending) {
                if (!(ending instanceof NoSuchFileException) && Files.exists(Path.of("/proc", Long.toString(pid)))) {
                    throw ending;
                }
            }
        }
        return new RuntimeCpu(OptionalLong.empty(), ticks);
    }

    /** CPU time since an earlier reading of the same processes, in milliseconds. */
    public double millisSince(RuntimeCpu before) {
        if (usageMicros.isPresent() && before.usageMicros.isPresent()) {
            return (usageMicros.getAsLong() - before.usageMicros.getAsLong()) / 1e3;
        }
        long grown = 0;
        for (Map.Entry<Alive, Long> now : ticks.entrySet()) {
            grown += now.getValue() - before.ticks.getOrDefault(now.getKey(), 0L);
        }
        return grown * HostStat.tickMillis();
    }
}
