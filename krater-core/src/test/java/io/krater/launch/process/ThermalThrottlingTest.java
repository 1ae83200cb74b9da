package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.host.CpuList;
import io.krater.host.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThermalThrottlingTest {
    @TempDir
    private Path cpus;

    @Test
    void countsEachCoreAndPackageOnce() throws IOException {
        for (int cpu = 0; cpu < 4; cpu++) {
            write(cpu, "core_throttle_count", cpu < 2 ? 10 : 20); // 0 and 1 are siblings, so are 2 and 3
            write(cpu, "package_throttle_count", 5);
        }
        ThermalThrottling throttling = ThermalThrottling.of(cpus, topology());
        assertThat(throttling.total()).hasValue(35);
        write(2, "core_throttle_count", 23);
        assertThat(throttling.total()).hasValue(38);
    }

    @Test
    void saysNothingWhereTheKernelDoesNotCount() {
        assertThat(ThermalThrottling.of(cpus, topology()).total()).isEmpty();
    }

    @Test
    void saysNothingWhereACountIsGone() throws IOException {
        write(0, "core_throttle_count", 10);
        ThermalThrottling throttling = ThermalThrottling.of(cpus, topology());
        Files.delete(cpus.resolve("cpu0/thermal_throttle/core_throttle_count"));
        assertThat(throttling.total()).isEmpty();
    }

    private void write(int cpu, String file, long count) throws IOException {
        Path folder = Files.createDirectories(cpus.resolve("cpu" + cpu).resolve("thermal_throttle"));
        Files.writeString(folder.resolve(file), count + "\n");
    }

    private static Topology topology() {
        CpuList all = CpuList.parse("0-3");
        List<CpuList> cores = List.of(CpuList.parse("0-1"), CpuList.parse("2-3"));
        return new Topology(all, cores, List.of(), List.of(all), List.of(), true);
    }
}
