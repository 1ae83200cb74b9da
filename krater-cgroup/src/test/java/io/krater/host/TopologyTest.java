package io.krater.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.cgroup.SysTree;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {
    @TempDir
    Path temp = Path.of("");

    private SysTree sys = new SysTree(temp);

    @BeforeEach
    void makeFourCores() {
        sys = new SysTree(temp).fourCores();
    }

    private Topology read() {
        return Topology.read(temp.resolve("cpu"), temp.resolve("node"));
    }

    private static CpuList cpus(String list) {
        return CpuList.parse(list);
    }

    @Test
    void readsCoresCachesPackagesAndNodes() {
        assertThat(read())
                .isEqualTo(new Topology(
                        cpus("0-7"),
                        List.of(cpus("0,4"), cpus("1,5"), cpus("2,6"), cpus("3,7")),
                        List.of(cpus("0-1,4-5"), cpus("2-3,6-7")),
                        List.of(cpus("0-7")),
                        List.of(cpus("0-7")),
                        true));
    }

    @Test
    void leavesOutCpusThatAreOffline() {
        sys.put("cpu/online", "0-5\n");

        assertThat(read().cores()).containsExactly(cpus("0,4"), cpus("1,5"), cpus("2"), cpus("3"));
    }

    @Test
    void readsTheNamesOfOlderKernels(@TempDir Path old) {
        new SysTree(old)
                .put("cpu/online", "0-1")
                .put("cpu/cpu0/topology/thread_siblings_list", "0-1")
                .put("cpu/cpu1/topology/thread_siblings_list", "0-1")
                .put("cpu/cpu0/topology/core_siblings_list", "0-1")
                .put("cpu/cpu1/topology/core_siblings_list", "0-1");

        Topology topology = Topology.read(old.resolve("cpu"), old.resolve("node"));

        assertThat(topology.cores()).containsExactly(cpus("0-1"));
        assertThat(topology.packages()).containsExactly(cpus("0-1"));
        assertThat(topology.caches()).isEmpty();
        assertThat(topology.nodes()).isEmpty();
    }

    @Test
    void doesNotPretendToKnowCoresThatTheHostDoesNotTell(@TempDir Path bare) {
        new SysTree(bare).put("cpu/online", "0-1");

        Topology topology = Topology.read(bare.resolve("cpu"), bare.resolve("node"));

        assertThat(topology.coresKnown()).isFalse();
        assertThat(topology.cores()).containsExactly(cpus("0"), cpus("1"));
        assertThat(topology.warnings(List.of(cpus("1"))))
                .singleElement()
                .asString()
                .contains("does not tell");
    }

    @Test
    void choosesWholeCoresAwayFromCpuZeroWithinOneCache() {
        assertThat(read().choose(2, cpus("0-7"))).hasValue(cpus("1,5"));
        assertThat(read().choose(1, cpus("0-7"))).hasValue(cpus("1,5"));
        assertThat(read().choose(4, cpus("0-7"))).hasValue(cpus("2-3,6-7"));
        assertThat(read().choose(6, cpus("0-7"))).hasValue(cpus("1-3,5-7"));
        assertThat(read().choose(8, cpus("0-7"))).hasValue(cpus("0-7"));
    }

    @Test
    void choosesOnlyAmongAllowedCpus() {
        assertThat(read().choose(2, cpus("0,2-4,6"))).hasValue(cpus("2,6"));
        assertThat(read().choose(2, cpus("0,4"))).hasValue(cpus("0,4"));
        assertThat(read().choose(2, cpus("1-3"))).isEmpty();
        assertThat(read().choose(9, cpus("0-7"))).isEmpty();
        assertThatThrownBy(() -> read().choose(0, cpus("0-7"))).hasMessageContaining("was 0");
    }

    @Test
    void warnsOfWhatPinnedThingsShare() {
        assertThat(read().warnings(List.of(cpus("2,6"), cpus("1,5")))).isEmpty();
        assertThat(read().warnings(List.of(cpus("2,6"), cpus("3,7"))))
                .containsExactly("CPUs 2,6 and 3,7 share a last-level cache");
        assertThat(read().warnings(List.of(cpus("2,6"), cpus("2,6")))).containsExactly("CPUs 2,6 and 2,6 overlap");
        assertThat(read().warnings(List.of(cpus("2"), cpus("6"))))
                .containsExactly(
                        "CPUs 2 take a part of the physical core with CPUs 2,6; what runs on its other thread disturbs",
                        "CPUs 2 and 6 share a physical core",
                        "CPUs 6 take a part of the physical core with CPUs 2,6; what runs on its other thread disturbs");
        assertThat(read().warnings(List.of(cpus("8")))).containsExactly("CPUs 8 are not all online (0-7)");
    }

    @Test
    void countsThrottlingOncePerCoreAndPackage() {
        for (int cpu = 0; cpu < 8; cpu++) {
            sys.put("cpu/cpu" + cpu + "/thermal_throttle/core_throttle_count", (cpu % 4) + "\n")
                    .put("cpu/cpu" + cpu + "/thermal_throttle/package_throttle_count", "9\n")
                    .put("cpu/cpu" + cpu + "/cpufreq/scaling_governor", cpu < 7 ? "powersave\n" : "performance\n")
                    .put("cpu/cpu" + cpu + "/cpufreq/scaling_driver", "intel_pstate\n");
        }
        sys.put("cpu/intel_pstate/no_turbo", "1\n");

        CpuSpeed speed = CpuSpeed.read(temp.resolve("cpu"));

        assertThat(speed.coreThrottles()).hasValue(6);
        assertThat(speed.packageThrottles()).hasValue(9);
        assertThat(speed.governor()).hasValue("performance,powersave");
        assertThat(speed.driver()).hasValue("intel_pstate");
        assertThat(speed.turbo()).hasValue(false);
    }

    @Test
    void leavesOutSpeedsThatTheHostDoesNotTell() {
        CpuSpeed speed = CpuSpeed.read(temp.resolve("cpu"));

        assertThat(speed.governor()).isEmpty();
        assertThat(speed.turbo()).isEmpty();
        assertThat(speed.coreThrottles()).isEmpty();
        assertThat(CpuSpeed.read(sys.put("cpu/cpufreq/boost", "1\n").path("cpu"))
                        .turbo())
                .hasValue(true);
    }
}
