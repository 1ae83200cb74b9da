package io.krater.cgroup;

import io.krater.cgroup.read.Decimal;
import io.krater.sample.CgroupReadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a cgroup is set to: its one-line files by name, as the kernel prints them, at one moment. A file that is not there
 * (no such controller, older kernel, root cgroup) or cannot be read is absent.
 *
 * @param path the cgroup's directory
 * @param values content by file name, without the line's end
 */
public record CgroupFacts(Path path, Map<String, String> values) {
    /** What {@link #memoryMax()} and {@link #pidsMax()} are where the kernel says {@code max}. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final List<String> FILES = List.of(
            "cgroup.controllers",
            "cgroup.type",
            "cpu.max",
            "cpu.max.burst",
            "cpu.weight",
            "cpuset.cpus.effective",
            "cpuset.mems.effective",
            "memory.max",
            "memory.high",
            "memory.swap.max",
            "memory.peak",
            "pids.max");

    /** Copies the values. */
    public CgroupFacts {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * A limit on CPU time.
     *
     * @param quotaUsec CPU time in a period, in microseconds; {@link #UNLIMITED} for none
     * @param periodUsec the period, in microseconds
     */
    public record CpuMax(long quotaUsec, long periodUsec) {
        /** The number of CPUs that the quota amounts to; empty without a quota. */
        public Optional<Double> cores() {
            return quotaUsec == UNLIMITED ? Optional.empty() : Optional.of((double) quotaUsec / periodUsec);
        }
    }

    /** Reads them. */
    public static CgroupFacts read(Path cgroup) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String file : FILES) {
            content(cgroup.resolve(file)).map(String::strip).ifPresent(value -> values.put(file, value));
        }
        return new CgroupFacts(cgroup, values);
    }

    /** {@code cpu.max}; empty without the cpu controller and in the root cgroup. */
    public Optional<CpuMax> cpuMax() {
        String[] parts = values.getOrDefault("cpu.max", "").split(" ", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        OptionalLong quota = limit(parts[0]);
        OptionalLong period = limit(parts[1]);
        return quota.isPresent() && period.isPresent() && period.getAsLong() > 0
                ? Optional.of(new CpuMax(quota.getAsLong(), period.getAsLong()))
                : Optional.empty();
    }

    /** {@code memory.max} in bytes, {@link #UNLIMITED} for {@code max}; empty where there is no such file. */
    public OptionalLong memoryMax() {
        return limit(values.getOrDefault("memory.max", ""));
    }

    /** {@code memory.swap.max} in bytes, {@link #UNLIMITED} for {@code max}; empty where there is no such file. */
    public OptionalLong swapMax() {
        return limit(values.getOrDefault("memory.swap.max", ""));
    }

    /** {@code memory.peak} in bytes (since Linux 5.19); empty where there is no such file. */
    public OptionalLong memoryPeak() {
        return limit(values.getOrDefault("memory.peak", ""));
    }

    /** {@code pids.max}, {@link #UNLIMITED} for {@code max}; empty where there is no such file. */
    public OptionalLong pidsMax() {
        return limit(values.getOrDefault("pids.max", ""));
    }

    /** {@code cpuset.cpus.effective}, such as {@code 0-3,8}; empty without the cpuset controller. */
    public Optional<String> cpus() {
        return Optional.ofNullable(values.get("cpuset.cpus.effective")).filter(cpus -> !cpus.isEmpty());
    }

    /** {@code cgroup.controllers}: those that are enabled here. On hybrid hosts the others are on v1. */
    public List<String> controllers() {
        String names = values.getOrDefault("cgroup.controllers", "");
        return names.isEmpty() ? List.of() : List.of(names.split(" +"));
    }

    /**
     * The processes that are in the cgroup itself, not in its children.
     *
     * @throws CgroupReadException if they cannot be read
     */
    public static List<Long> procs(Path cgroup) {
        Path file = cgroup.resolve("cgroup.procs");
        String text = content(file).orElseThrow(() -> new CgroupReadException(file, "cannot be read"));
        List<Long> pids = new ArrayList<>();
        text.lines().forEach(line -> limit(line).ifPresent(pids::add));
        return pids;
    }

    /**
     * A flat keyed file such as {@code cgroup.events} or {@code memory.events}, by key; empty where there is no such file.
     * Lines that are not a key and a number are left out.
     */
    public static Map<String, Long> events(Path cgroup, String file) {
        Map<String, Long> events = new LinkedHashMap<>();
        content(cgroup.resolve(file)).orElse("").lines().forEach(line -> {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                limit(line.substring(blank + 1))
                        .ifPresent(value -> events.putIfAbsent(line.substring(0, blank), value));
            }
        });
        return events;
    }

    /** Whether some process is in the cgroup or below; empty for the root cgroup and where it cannot be read. */
    public static Optional<Boolean> populated(Path cgroup) {
        return Optional.ofNullable(events(cgroup, "cgroup.events").get("populated"))
                .map(value -> value != 0);
    }

    private static OptionalLong limit(String text) {
        if (text.equals("max")) {
            return OptionalLong.of(UNLIMITED);
        }
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        long value = Decimal.parse(line, 0, line.length, (byte) '\n');
        return value == Decimal.NONE ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Optional<String> content(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) { // not ours to read, not supported, or removed meanwhile: absent
            return Optional.empty();
        }
    }
}
