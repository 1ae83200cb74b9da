package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.krater.host.BootTime;
import io.krater.host.HostReader;
import io.krater.host.HostStat;
import io.krater.host.MemoryInfo;
import io.krater.host.Pressure;
import io.krater.host.ProcessMemory;
import io.krater.host.ProcessStat;
import io.krater.host.ProcessStatus;
import io.krater.host.Processes;
import io.krater.host.Topology;
import io.krater.sample.Column;
import io.krater.sample.Reading;
import io.krater.sample.SampleSeries;
import io.krater.sampler.Recording;
import io.krater.sampler.SampleTarget;
import io.krater.sampler.Sampler;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What this host says of itself, checked against what else is known of it. */
@Tag("host")
class HostHostTest {
    @Test
    void agreesWithTheJvmOnWhatItRunsOn() {
        Map<String, String> facts = HostFacts.capture();

        assertThat(facts)
                .containsEntry("kernel", System.getProperty("os.version"))
                .containsEntry("architecture", System.getProperty("os.arch"))
                .containsKeys("cpus_online", "memory_bytes", "cgroup_mode", "jvm");
        assertThat(Topology.read().online().size())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void countsEveryCpuInExactlyOneCore() {
        Topology topology = Topology.read();

        List<Integer> inCores = topology.cores().stream()
                .flatMap(core -> core.cpus().stream())
                .sorted()
                .toList();
        assertThat(inCores).containsExactlyElementsOf(topology.online().cpus());
        assertThat(topology.choose(1, topology.online())).isPresent();
    }

    @Test
    void seesItsOwnCpuTimePassInTheHosts() throws Exception {
        HostStat before = HostStat.read();
        long until = System.nanoTime() + 300_000_000L;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        HostStat after = HostStat.read();

        long busyMillis = (after.cpu().busy() - before.cpu().busy()) * 1000 / HostStat.ticksPerSecond();
        assertThat(busyMillis).isBetween(20L, 300L * 64 * Runtime.getRuntime().availableProcessors());
        assertThat(after.cpus().keySet())
                .containsExactlyElementsOf(Topology.read().online().cpus());
    }

    @Test
    void hasTheClockTickThatGetconfNames() throws Exception {
        CommandRunner.Ended ended = CommandRunner.processes(10).run(List.of("getconf", "CLK_TCK"), Map.of());

        assertThat(ended.output()).isEqualTo(Long.toString(HostStat.ticksPerSecond()));
    }

    @Test
    void knowsWhenAProcessWasStarted() throws Exception {
        Instant before = Instant.now();
        Process process = new ProcessBuilder("cat").start();
        Instant after = Instant.now();

        long start = BootTime.now().startOf(ProcessStat.of(process.pid()));

        Duration error = Duration.ofNanos(BootTime.ERROR_NANOS + 2_000_000);
        assertThat(Instant.ofEpochSecond(0, start)).isBetween(before.minus(error), after.plus(error));
        process.destroy();
        assertThat(process.waitFor()).isNotZero();
    }

    @Test
    void readsTheMemoryOfAProcess() throws Exception {
        long self = ProcessHandle.current().pid();
        ProcessMemory memory = ProcessMemory.of(self);

        assertThat(memory.pss().orElseThrow()).isBetween(1L << 20, memory.rss().orElseThrow());
        assertThat(ProcessStatus.of(self).residentBytes().orElseThrow())
                .isBetween(memory.rss().orElseThrow() / 2, memory.rss().orElseThrow() * 2);
        assertThat(MemoryInfo.read().total().orElseThrow())
                .isGreaterThan(memory.rss().orElseThrow());
    }

    @Test
    void findsProcessesByTheirCommandLine() throws Exception {
        String mark = "marked-" + System.nanoTime();
        Process process = new ProcessBuilder("/bin/sh", "-c", "read line; : " + mark).start();

        assertThat(LiveCgroup.soon(() -> Processes.commandLine(process.pid())
                        .filter(line -> line.contains(mark))
                        .isPresent()))
                .isTrue();
        assertThat(Processes.matching(Pattern.compile(mark))).containsExactly(process.pid());

        process.getOutputStream().write("\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
        assertThat(Processes.matching(Pattern.compile(mark))).isEmpty();
    }

    @Test
    void samplesTheHost() throws Exception {
        try (Sampler sampler = Sampler.create()) {
            Recording recording = sampler.start(SampleTarget.host(), Duration.ofMillis(10), Duration.ofMillis(20));
            assertThat(LiveCgroup.soon(() -> growth(recording))).isTrue();
            SampleSeries slow = recording.stop().slow();

            assertThat(slow.has(Column.HOST_TOTAL_USEC)).isTrue();
            assertThat(slow.value(Column.HOST_TOTAL_USEC, slow.size() - 1))
                    .isGreaterThan(slow.value(Column.HOST_TOTAL_USEC, 0));
            assertThat(slow.has(Column.CPU_SOME_USEC))
                    .isEqualTo(Pressure.ofHost("cpu").isPresent());
        }
    }

    /** Whether CPU time must have gone on since the recording began: a tenth of a second is ten clock ticks. */
    private static boolean growth(Recording recording) {
        recording.sampleNow();
        Pause.sleeping().nanos(100_000_000);
        recording.sampleNow();
        return recording.ended().isEmpty();
    }

    @Test
    void readsTheHostWithoutAllocating() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeThat(threads.isThreadAllocatedMemorySupported())
                .as("skipped: this JVM does not count allocations")
                .isTrue();
        try (HostReader reader = HostReader.open()) {
            Reading reading = new Reading();
            long fewest = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 50; i++) {
                    reading.clear();
                    reader.read(Column.Pace.SLOW, reading);
                    reader.read(Column.Pace.FAST, reading);
                }
                fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
            }

            assertThat(reading.has(Column.HOST_TOTAL_USEC)).isTrue();
            assertThat(fewest).as("bytes allocated by 50 readings").isZero();
        }
    }
}
