package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.host.CpuInfo;
import io.krater.host.VirtualisationHints;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFactsTest {
    @TempDir
    Path root = Path.of("");

    private Map<String, String> capture() {
        return HostFacts.capture(root, CgroupMount.of("", root.resolve("proc")));
    }

    @Test
    void tellsWhatTheHostTells() {
        new SysTree(root.resolve("sys/devices/system")).fourCores();
        new SysTree(root)
                .put("etc/os-release", "NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n")
                .put("proc/sys/kernel/osrelease", "6.12.1\n")
                .put("proc/cpuinfo", "processor\t: 0\nmodel name\t: Some  CPU @ 3GHz\nflags\t\t: fpu hypervisor sse\n")
                .put("proc/meminfo", Recorded.text("linux-7.2", "meminfo"))
                .put("proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 4 0 -2\n")
                .put("proc/loadavg", "0.26 1.07 10.02 2/64 3250\n")
                .put("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n")
                .put("sys/devices/system/cpu/smt/active", "1\n")
                .put("sys/devices/system/cpu/isolated", "\n")
                .put("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");

        assertThat(capture())
                .containsEntry("os", "Debian GNU/Linux 13 (trixie)")
                .containsEntry("kernel", "6.12.1")
                .containsEntry("cpu_model", "Some CPU @ 3GHz")
                .containsEntry("cpus_online", "0-7")
                .containsEntry("physical_cores", "4")
                .containsEntry("last_level_caches", "2")
                .containsEntry("smt", "on")
                .containsEntry("virtualisation", "hypervisor")
                .containsEntry("swap_bytes", "0")
                .containsEntry("swap_devices", "/dev/sda2")
                .containsEntry("transparent_huge_pages", "madvise")
                .containsEntry("clocksource", "tsc")
                .containsEntry("load_average", "0.26 1.07 10.02")
                .containsEntry("cgroup_mode", "none")
                .containsEntry("pressure_information", "off")
                .doesNotContainKeys("turbo", "frequency_governor", "isolated_cpus", "container", "cgroup_root");
    }

    @Test
    void leavesOutWhatTheHostDoesNotTell() {
        assertThat(capture())
                .doesNotContainKeys(
                        "os", "kernel", "cpu_model", "memory_bytes", "swap_bytes", "physical_cores", "smt", "hostname")
                .containsKeys("jvm", "architecture", "cpus_online")
                .allSatisfy((name, value) -> assertThat(value).as(name).isNotBlank());
    }

    @Test
    void keepsTheOrderOfTheFacts() {
        assertThat(capture().keySet()).containsSubsequence("architecture", "cpus_online", "cgroup_mode", "jvm");
    }

    @ParameterizedTest
    @CsvSource({
        "QEMU, Standard PC, qemu",
        "Microsoft Corporation, Virtual Machine, hyper-v",
        "Microsoft Corporation, Surface Laptop, ",
        "Amazon EC2, m5.large, amazon ec2",
        "Amazon EC2, m5.metal, ",
        "Dell Inc., PowerEdge, ",
    })
    void takesTheHypervisorFromTheFirmware(
            String vendor, String product, @org.jspecify.annotations.Nullable String hypervisor) {
        new SysTree(root)
                .put("sys/class/dmi/id/sys_vendor", vendor + "\n")
                .put("sys/class/dmi/id/product_name", product + "\n");

        assertThat(VirtualisationHints.virtualisation(root)).isEqualTo(Optional.ofNullable(hypervisor));
    }

    @Test
    void knowsContainersByTheirMarks() {
        assertThat(VirtualisationHints.container(root)).isEmpty();
        new SysTree(root).put(".dockerenv", "");
        assertThat(VirtualisationHints.container(root)).hasValue("container");
        new SysTree(root).put("run/systemd/container", "podman\n");
        assertThat(VirtualisationHints.container(root)).hasValue("podman");
    }

    @Test
    void namesArmCpusByTheirNumbers() {
        new SysTree(root).put("proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n");

        assertThat(CpuInfo.model(root)).hasValue("ARM implementer 0x41 part 0xd0c");
    }
}
