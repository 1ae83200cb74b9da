package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.host.CpuInfo;
import io.krater.host.CpuList;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuKindsTest {
    @TempDir
    Path temp;

    @Test
    void readsTheKindsOfAnX86Hybrid() {
        new SysTree(temp).put("sys/devices/cpu_core/cpus", "0-7\n").put("sys/devices/cpu_atom/cpus", "8-11\n");
        CpuKinds kinds = CpuKinds.read(temp);
        assertThat(kinds.text()).contains("P cores 0-7, E cores 8-11");
        assertThat(kinds.mixed(CpuList.parse("6-9"))).contains("P cores 6-7, E cores 8-9");
        assertThat(kinds.mixed(CpuList.parse("0-3"))).isEmpty();
    }

    @Test
    void readsCapacitiesAndModelsOfOtherMachines() {
        new SysTree(temp)
                .put("sys/devices/system/cpu/online", "0-1\n")
                .put("sys/devices/system/cpu/cpu0/cpu_capacity", "446\n")
                .put("sys/devices/system/cpu/cpu1/cpu_capacity", "1024\n");
        assertThat(CpuKinds.read(temp).mixed(CpuList.parse("0-1"))).contains("capacity 1024 1, capacity 446 0");
    }

    @Test
    void namesAllModelsOfAHost() {
        new SysTree(temp).put("proc/cpuinfo", """
                        processor\t: 0
                        CPU implementer\t: 0x41
                        CPU part\t: 0xd03

                        processor\t: 1
                        CPU implementer\t: 0x41
                        CPU part\t: 0xd09
                        """);
        assertThat(CpuKinds.read(temp).kinds()).hasSize(2);
        assertThat(CpuInfo.model(temp))
                .isEqualTo(Optional.of("ARM implementer 0x41 part 0xd03, ARM implementer 0x41 part 0xd09"));
    }

    @Test
    void aHostOfOneKindMixesNone() {
        new SysTree(temp).put("proc/cpuinfo", "processor\t: 0\nmodel name\t: X\n\nprocessor\t: 1\nmodel name\t: X\n");
        CpuKinds kinds = CpuKinds.read(temp);
        assertThat(kinds.text()).isEmpty();
        assertThat(kinds.mixed(CpuList.parse("0-1"))).isEmpty();
    }
}
