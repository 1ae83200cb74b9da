package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import io.krater.host.CpuList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes {@link CgroupLimits} into a cgroup and reads back what the kernel made of them. Used once. */
final class LimitWriter {
    static final String CPUSET = "cpuset.cpus";

    private final Path cgroup;
    private final Controllers parent;
    private final Map<String, String> applied = new TreeMap<>();
    private final Map<String, String> refused = new TreeMap<>();

    /** @param parent the controllers of the cgroup's parent */
    LimitWriter(Path cgroup, Controllers parent) {
        this.cgroup = cgroup;
        this.parent = parent;
    }

    LimitReport write(CgroupLimits limits) {
        limits.cpuMillis().ifPresent(millis -> set("cpu", "cpu.max", CgroupLimits.cpuMax(millis)));
        limits.memoryBytes().ifPresent(bytes -> set("memory", "memory.max", Long.toString(bytes)));
        if (limits.noSwap()) {
            set("memory", "memory.swap.max", "0");
        }
        limits.pids().ifPresent(most -> set("pids", "pids.max", Long.toString(most)));
        limits.cpus().ifPresent(cpus -> {
            set("cpuset", CPUSET, cpus.toString());
            if (applied.containsKey(CPUSET)) {
                takeBackUnlessEffective(cpus);
            }
        });
        return new LimitReport(applied, refused);
    }

    private void set(String controller, String file, String value) {
        Optional<String> why = parent.enable(controller);
        if (why.isPresent()) {
            refused.put(file, why.get());
            return;
        }
        Path target = cgroup.resolve(file);
        if (Files.notExists(target)) {
            refused.put(file, Files.exists(cgroup) ? "this kernel has no " + file : "the cgroup is gone");
            return;
        }
        try {
            KernelFile.write(target, value);
            applied.put(file, KernelFile.read(target).strip());
        } catch (IOException e) {
            refused.put(file, "the kernel refused " + value + ": " + KernelFile.reason(e));
        }
    }

    /** The kernel takes any list, and falls back to the parent's CPUs where it cannot serve it. */
    private void takeBackUnlessEffective(CpuList cpus) {
        String effective =
                KernelFile.text(cgroup.resolve("cpuset.cpus.effective")).orElse("unknown");
        if (effective.equals(cpus.toString())) {
            return;
        }
        applied.remove(CPUSET);
        String why = "asked for CPUs " + cpus + ", the kernel gives " + effective;
        try {
            KernelFile.write(cgroup.resolve(CPUSET), "\n");
        } catch (IOException e) {
            why += "; and it stays so: " + KernelFile.reason(e);
        }
        refused.put(CPUSET, why);
    }
}
