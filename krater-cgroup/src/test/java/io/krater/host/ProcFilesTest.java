package io.krater.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.Recorded;
import io.krater.sample.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of /proc: what recorded kernels wrote, and odd forms that they may take. */
class ProcFilesTest {
    static final List<String> hosts = Recorded.ALL;

    @ParameterizedTest
    @FieldSource("hosts")
    void readsARecordedHost(String host) {
        HostStat stat = HostStat.parse(Recorded.text(host, "stat")).orElseThrow();
        assertThat(stat.cpu().total()).isPositive();
        assertThat(stat.cpu().busy()).isBetween(1L, stat.cpu().total());
        assertThat(stat.cpus()).isNotEmpty();
        assertThat(stat.contextSwitches()).isPresent();
        assertThat(stat.forks()).isPresent();
        assertThat(stat.bootEpochSeconds().orElseThrow()).isBetween(1_795_000_000L, 1_796_000_000L);

        MemoryInfo memory = MemoryInfo.parse(Recorded.text(host, "meminfo"));
        assertThat(memory.available().orElseThrow()).isLessThan(memory.total().orElseThrow());
        assertThat(memory.swapTotal()).hasValue(0);
        assertThat(memory.swapUsed()).hasValue(0);
    }

    @ParameterizedTest
    @FieldSource("hosts")
    void readsARecordedProcess(String host) {
        ProcessStat stat = ProcessStat.parse(Recorded.text(host, "pid/stat")).orElseThrow();
        assertThat(stat.name()).isEqualTo("matmul");
        assertThat(stat.state()).isEqualTo('R');
        assertThat(stat.threads()).isEqualTo(1);
        assertThat(stat.userTicks()).isBetween(200L, 1000L);
        assertThat(stat.isDead()).isFalse();

        ProcessStatus status = ProcessStatus.parse(Recorded.text(host, "pid/status"));
        assertThat(status.effectiveUser()).hasValue(0);
        assertThat(status.allowedCpus()).isPresent();

        ProcessMemory memory = ProcessMemory.parse(Recorded.text(host, "pid/smaps_rollup"));
        assertThat(memory.pss().orElseThrow()).isBetween(1024L, memory.rss().orElseThrow());
        assertThat(memory.swapPss()).hasValue(0);
    }

    @Test
    void readsTheFieldsOfAProcessByTheirPlace() {
        ProcessStat stat =
                ProcessStat.parse(Recorded.text(Recorded.HYBRID, "pid/stat")).orElseThrow();

        assertThat(stat).isEqualTo(new ProcessStat(15078, "matmul", 'R', 15069, 109, 4, 213, 0, 1, 394471, 183));
    }

    @Test
    void readsTheCpuTimesByTheirPlace() {
        HostStat stat = HostStat.parse(Recorded.text(Recorded.HYBRID, "stat")).orElseThrow();

        assertThat(stat.cpu()).isEqualTo(new CpuTimes(130497, 0, 106799, 534581, 2316, 0, 1131, 766, 0, 0));
        assertThat(stat.cpu().total()).isEqualTo(776090);
        assertThat(stat.cpu().busy()).isEqualTo(239193);
        assertThat(stat.cpus()).containsOnlyKeys(0, 1);
        assertThat(stat.cpus().get(1)).extracting(CpuTimes::steal).isEqualTo(361L);
        assertThat(stat.contextSwitches()).hasValue(92673990);
    }

    @Test
    void countsGuestTimeOnce() {
        CpuTimes times = CpuTimes.parse("10 2 3 4 5 6 7 8 9 1").orElseThrow();

        assertThat(times.total()).isEqualTo(45);
        assertThat(times.busy()).isEqualTo(36);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "(", ")", "a) R 1 (b", "(((", "x\ny", "", "  ) S 1 2 3"})
    void findsTheEndOfAnyProcessName(String name) {
        String line = Recorded.text("linux-7.2", "pid/stat").replace("(matmul)", "(" + name + ")");

        ProcessStat stat = ProcessStat.parse(line).orElseThrow();

        assertThat(stat.name()).isEqualTo(name);
        assertThat(stat.startTicks()).isEqualTo(372);
    }

    @Test
    void leavesOutWhatAProcessDoesNotHave() {
        ProcessStatus kernelThread = ProcessStatus.parse("Name:\tkthreadd\nState:\tS (sleeping)\n");

        assertThat(kernelThread.residentBytes()).isEmpty();
        assertThat(kernelThread.effectiveUser()).isEmpty();
        assertThat(kernelThread.allowedCpus()).isEmpty();
        assertThat(ProcessMemory.parse("").pss()).isEmpty();
        assertThat(MemoryInfo.parse("HugePages_Total: 4\n").bytes("HugePages_Total"))
                .isEmpty();
    }

    @Test
    void readsMemoryOfAProcessInBytes() {
        ProcessStatus status = ProcessStatus.parse(Recorded.text("linux-7.2", "pid/status"));

        assertThat(status.residentBytes()).hasValue(788 << 10);
        assertThat(status.peakResidentBytes()).hasValue(788 << 10);
        assertThat(status.swapBytes()).hasValue(0);
    }

    @Test
    void readsPressure() {
        Pressure pressure = Pressure.parse("""
                some avg10=12.34 avg60=0.00 avg300=100.00 total=181628974
                full avg10=0.00 avg60=0.01 avg300=0.00 total=7
                """);

        assertThat(pressure.some()).hasValue(new Pressure.Stall(12.34, 0, 100, 181_628_974));
        assertThat(pressure.full()).hasValue(new Pressure.Stall(0, 0.01, 0, 7));
        assertThat(Pressure.read(Path.of("/proc/none"))).isEmpty();
    }

    @Test
    void readsLoadAverage() {
        assertThat(LoadAverage.parse("0.26 1.07 10.02 2/64 3250\n"))
                .hasValue(new LoadAverage(0.26, 1.07, 10.02, 2, 64));
        assertThat(LoadAverage.parse("0.26 1.07 2/64 3250")).isEmpty();
    }

    @Test
    void readsSwapDevices() {
        List<SwapDevice> devices = SwapDevice.parse("""
                Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority
                /dev/dm-1                               partition\t8388604\t\t1024\t\t-2
                /swap\\040file                            file\t\t4\t\t0\t\t-3
                """);

        assertThat(devices)
                .containsExactly(
                        new SwapDevice("/dev/dm-1", "partition", 8388604L << 10, 1 << 20),
                        new SwapDevice("/swap file", "file", 4096, 0));
    }

    @Test
    void tellsWhenAProcessWasStarted(@TempDir Path temp) throws IOException {
        Path uptime = Files.writeString(temp.resolve("uptime"), "350735.47 234388.90\n");
        long now = 1_795_000_000_000_000_123L;
        TimeSource time = new TimeSource() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public long epochNanos() {
                return now;
            }
        };

        BootTime boot = BootTime.now(time, uptime, 100);

        assertThat(boot.epochNanos()).isEqualTo(now - 350_735_470_000_000L);
        ProcessStat process =
                ProcessStat.parse(Recorded.text("linux-7.2", "pid/stat")).orElseThrow();
        assertThat(boot.startOf(process)).isEqualTo(boot.epochNanos() + 3_720_000_000L);
    }

    @Test
    void refusesHostStatsWithoutCpuTimes() {
        assertThat(HostStat.parse("ctxt 5\n")).isEmpty();
        assertThat(HostStat.parse("cpu  1 2 3 4\n")).isEmpty();
        assertThat(HostStat.parse("cpu  1 2 3 4 5 6 7 8 9 10\n").orElseThrow().contextSwitches())
                .isEqualTo(OptionalLong.empty());
    }
}
