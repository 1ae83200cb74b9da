package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.krater.cgroup.CgroupParent;
import io.krater.cgroup.Delegation;
import io.krater.launch.Execution;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Heard;
import io.krater.launch.Phase;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.sampler.Recording;
import io.krater.suite.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only a host with the cpu and memory controllers on cgroup v2 can show. */
@Tag("host")
class FullCgroupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ProcessLauncher launcher = ProcessLauncher.create();

    @BeforeEach
    void needsControllers() {
        Set<String> controllers = Delegation.find(ConfinementFactory.PREFIX)
                .parent()
                .map(CgroupParent::controllers)
                .orElse(Set.of());
        assumeTrue(controllers.containsAll(List.of("cpu", "memory")), "controllers here: " + controllers);
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        launcher.close();
        assertThat(LeftBehind.find()).isEmpty();
    }

    private static SampleSet container(Execution execution) {
        return execution.samples().stream()
                .filter(set -> set.scope().equals(Scope.CONTAINER))
                .findFirst()
                .orElseThrow();
    }

    private static long increase(SampleSet set, Column column) {
        SampleSeries series = set.seriesOf(column).orElseThrow();
        return series.value(column, series.size() - 1) - series.value(column, 0);
    }

    @Test
    void limitsAreInForceAndSaid() throws Exception {
        Heard heard = new Heard();
        Resources limits = Resources.cpu("500m").memory("64Mi");
        try (Execution execution = launcher.prepare(
                Requests.with(
                        Requests.shell("cd /sys/fs/cgroup/$(cut -d: -f3- /proc/self/cgroup); cat cpu.max memory.max"),
                        limits,
                        Set.of()),
                heard)) {
            assertThat(execution.facts())
                    .containsEntry("cpu.max", "50000 100000")
                    .containsEntry("memory.max", Long.toString(64 << 20));
            execution.start();
            heard.awaitExit(PATIENCE);
        }
        assertThat(heard.texts()).containsExactly("50000 100000", Long.toString(64 << 20));
    }

    @Test
    void aProgramBeyondItsMemoryLimitIsOomKilled() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(
                Requests.with(Requests.shell("exec tail /dev/zero"), Resources.memoryLimit("32Mi"), Set.of()), heard)) {
            execution.start();
            Exit exit = heard.awaitExit(PATIENCE);
            assertThat(exit.failure().orElseThrow().kind()).isEqualTo(Kind.OOM_KILLED);
            assertThat(exit.failure().orElseThrow().message()).contains(Long.toString(32 << 20));
            assertThat(execution.facts()).containsEntry("oom_kill", "1");
        }
    }

    @Test
    void aProgramBeyondItsCpuLimitIsThrottledAndThatIsCounted() throws Exception {
        Heard heard = new Heard();
        // how much work that takes depends on the machine, so the program goes on until the kernel has counted it
        String untilThrottled = "cd /sys/fs/cgroup/$(cut -d: -f3- /proc/self/cgroup); "
                + "until grep -q 'nr_throttled [1-9]' cpu.stat; do i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; done";
        try (Execution execution = launcher.prepare(
                Requests.with(Requests.shell(untilThrottled), Resources.cpu("100m"), Set.of()), heard)) {
            execution.start();
            heard.awaitExit(PATIENCE);
            assertThat(increase(container(execution), Column.NR_THROTTLED)).isPositive();
        }
    }

    @Test
    void thePeakOfMemoryStartsAgainAtTheGateWhereTheKernelCan() throws Exception {
        Heard heard = new Heard();
        String hungry = "x=$(head -c 30000000 /dev/zero | tr '\\0' a); x=; echo BENCH_START; exec sleep 60";
        try (Execution execution = launcher.prepare(Requests.shell(hungry), heard)) {
            execution.start();
            heard.awaitLine(PATIENCE);
            execution.mark(Phase.BENCH_START);
            execution.mark(Phase.BENCH_END);
            SampleSet set = container(execution);
            assumeTrue(set.facts().containsKey(Recording.PEAK_RESET), "memory.peak can be reset since Linux 6.12");
            SampleSeries slow = set.slow();
            int last = slow.size() - 1;
            assertThat(slow.value(Column.MEMORY_PEAK, last)).isPositive().isLessThan(30_000_000);
            assertThat(LongStream.range(0, last).map(row -> slow.value(Column.MEMORY_PEAK, (int) row)))
                    .anyMatch(peak -> peak > 30_000_000);
        }
    }

    @Test
    void childrenAreCountedThoughTheyHaveEnded() throws Exception {
        Heard heard = new Heard();
        String burn = "sh -c 'i=0; while [ $i -lt 500000 ]; do i=$((i+1)); done'";
        try (Execution execution = launcher.prepare(Requests.shell(burn + "; cat /proc/self/cgroup"), heard)) {
            execution.start();
            heard.awaitExit(PATIENCE);
            assertThat(heard.texts().get(0))
                    .endsWith(execution.facts().getOrDefault("cgroup", "").replaceFirst(".*/krater", "/krater"));
            assertThat(increase(container(execution), Column.USAGE_USEC)).isGreaterThan(20_000);
            assertThat(container(execution).facts()).containsKey("memory.max");
        }
    }
}
