package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.sample.CgroupReadException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupFactsTest {
    @TempDir
    Path directory;

    @Test
    void tellsTheLimitsOfAPod() {
        RecordedTree.copy("linux-6.12/2-throttled/pod", directory);
        CgroupFacts facts = CgroupFacts.read(directory);
        CgroupFacts.CpuMax cpu = facts.cpuMax().orElseThrow();
        assertThat(cpu).isEqualTo(new CgroupFacts.CpuMax(50_000, 100_000));
        assertThat(cpu.cores()).contains(0.5);
        assertThat(facts.memoryMax()).hasValue(64 << 20);
        assertThat(facts.memoryPeak()).hasValue(1_028_096);
        assertThat(facts.swapMax()).hasValue(CgroupFacts.UNLIMITED);
        assertThat(facts.controllers()).containsExactlyInAnyOrder("cpu", "io", "memory", "pids");
        assertThat(facts.cpus()).isEmpty();
        assertThat(facts.values()).containsEntry("cpu.max", "50000 100000").doesNotContainKey("cpuset.cpus.effective");
        assertThat(CgroupFacts.procs(directory)).containsExactly(982L);
        assertThat(CgroupFacts.populated(directory)).contains(true);
    }

    @Test
    void maxIsUnlimitedAndNotAbsent() {
        RecordedTree.copy("linux-7.2/6-unlimited/pod", directory);
        CgroupFacts.CpuMax cpu = CgroupFacts.read(directory).cpuMax().orElseThrow();
        assertThat(cpu.quotaUsec()).isEqualTo(CgroupFacts.UNLIMITED);
        assertThat(cpu.cores()).isEmpty();
    }

    @Test
    void tellsNothingThatAHybridHostDoesNotHave() {
        RecordedTree.copy("hybrid-6.18/1-running/child", directory);
        CgroupFacts facts = CgroupFacts.read(directory);
        assertThat(facts.cpuMax()).isEmpty();
        assertThat(facts.memoryMax()).isEmpty();
        assertThat(facts.controllers()).doesNotContain("memory");
    }

    @Test
    void readsEventsByKey() {
        RecordedTree.copy("linux-6.12/5-oom-killed/pod", directory);
        assertThat(CgroupFacts.events(directory, "memory.events"))
                .containsEntry("max", 48L)
                .containsEntry("oom_kill", 1L);
        assertThat(CgroupFacts.events(directory, "no.such.events")).isEmpty();
    }

    @Test
    void leavesOutWhatIsDamaged() {
        RecordedTree tree = RecordedTree.copy("linux-6.12/5-oom-killed/pod", directory);
        tree.write("cpu.max", "50000").write("memory.max", "64M\n").write("memory.events", "max -1\nlow\noom 1\n 3\n");
        CgroupFacts facts = CgroupFacts.read(directory);
        assertThat(facts.cpuMax()).isEmpty();
        assertThat(facts.memoryMax()).isEmpty();
        assertThat(CgroupFacts.events(directory, "memory.events")).isEqualTo(java.util.Map.of("oom", 1L));
        tree.write("cpu.max", "50000 0\n");
        assertThat(CgroupFacts.read(directory).cpuMax()).isEmpty();
    }

    @Test
    void namesTheFileWhereProcessesCannotBeRead() {
        assertThatThrownBy(() -> CgroupFacts.procs(directory))
                .isInstanceOf(CgroupReadException.class)
                .hasMessageContaining("cgroup.procs");
    }
}
