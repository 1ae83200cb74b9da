package io.krater.experiment.density;

import io.krater.experiment.RuntimeCpu;
import io.krater.experiment.RuntimeProcesses;
import io.krater.host.CpuTimes;
import io.krater.host.MemoryInfo;
import io.krater.trial.Instance;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What is read of the host that the instances run on: this one, or one of a test. */
interface HostView {
    /** Memory of the runtime's processes. */
    MemoryReading memory(RuntimeProcesses processes, List<Instance> instances) throws IOException;

    /** CPU time of the runtime's processes. */
    RuntimeCpu runtimeCpu(RuntimeProcesses processes, List<Instance> instances) throws IOException;

    /** The kernel's view of memory. */
    MemoryInfo memoryInfo() throws IOException;

    /** CPU time of all CPUs. */
    CpuTimes cpu() throws IOException;

    /** State of kernel samepage merging, as facts. */
    Map<String, String> ksm();

    /** Memory of this process, which measures. */
    MemoryReading own() throws IOException;
}
