package io.krater.experiment.density;

import io.krater.experiment.RuntimeCpu;
import io.krater.experiment.RuntimeProcesses;
import io.krater.host.CpuTimes;
import io.krater.host.HostStat;
import io.krater.host.MemoryInfo;
import io.krater.host.ProcessMemory;
import io.krater.trial.Instance;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The host that this process runs on. */
final class ThisHost implements HostView {
    private static final MemoryReading NOTHING = new MemoryReading(0, 0, 0, 0, 0);

    @Override
    public MemoryReading memory(RuntimeProcesses processes, List<Instance> instances) throws IOException {
        return processes.pids(instances).parallelStream().map(ThisHost::of).reduce(NOTHING, MemoryReading::plus);
    }

    private static MemoryReading of(long pid) {
        try {
            ProcessMemory memory = ProcessMemory.of(pid);
            OptionalLong pss = memory.pss();
            OptionalLong rss = memory.rss();
            if (pss.isEmpty() || rss.isEmpty()) {
                return new MemoryReading(0, 1, 0, 0, 0);
            }
            long unique = 0;
            for (String key : List.of("Private_Clean", "Private_Dirty", "Private_Hugetlb")) {
                unique += memory.bytes(key).orElse(0);
            }
            return new MemoryReading(1, 0, pss.getAsLong(), unique, rss.getAsLong());
        } catch (IOException gone) {
            // one that has ended, is ending or is the kernel's has no memory; one of another user has, but hides it
            return isHidden(gone) ? new MemoryReading(0, 1, 0, 0, 0) : NOTHING;
        }
    }

    /** The file's mode lets everybody read it; the kernel refuses when it is opened. */
    private static boolean isHidden(IOException refused) {
        return refused instanceof AccessDeniedException
                || String.valueOf(refused.getMessage()).contains("Permission denied");
    }

    @Override
    public RuntimeCpu runtimeCpu(RuntimeProcesses processes, List<Instance> instances) throws IOException {
        return RuntimeCpu.of(processes, instances);
    }

    @Override
    public MemoryInfo memoryInfo() throws IOException {
        return MemoryInfo.read();
    }

    @Override
    public CpuTimes cpu() throws IOException {
        return HostStat.readTotal();
    }

    @Override
    public Map<String, String> ksm() {
        return Ksm.facts(Path.of("/sys/kernel/mm/ksm"));
    }

    @Override
    public MemoryReading own() {
        return of(ProcessHandle.current().pid());
    }
}
