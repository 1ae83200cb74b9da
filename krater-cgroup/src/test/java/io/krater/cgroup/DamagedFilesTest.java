package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.read.HostCpuParser;
import io.krater.cgroup.read.KeyedLines;
import io.krater.cgroup.read.ProcUnits;
import io.krater.host.BootTime;
import io.krater.host.CpuList;
import io.krater.host.CpuTimes;
import io.krater.host.HostStat;
import io.krater.host.LoadAverage;
import io.krater.host.MemoryInfo;
import io.krater.host.MountInfo;
import io.krater.host.Pressure;
import io.krater.host.ProcessIdentity;
import io.krater.host.ProcessMemory;
import io.krater.host.ProcessStat;
import io.krater.host.ProcessStatus;
import io.krater.host.SwapDevice;
import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, its parser throws nothing and invents no negative figure. */
class DamagedFilesTest {
    private static final int TRIES = 1_000;
    private static final Path NO_PROC = Path.of("/nonexistent");
    private static final String PRESSURE = """
            some avg10=0.12 avg60=0.00 avg300=0.00 total=181628974
            full avg10=0.00 avg60=0.00 avg300=0.00 total=7408433
            """;
    private static final String SWAPS = """
            Filename\tType\tSize\tUsed\tPriority
            /dev/dm-1 partition\t8388604\t1024\t-2
            """;

    @Test
    void hostStat() {
        each(damaged("stat"), text -> {
            HostStat.parse(text).ifPresent(stat -> {
                assertThat(stat.cpu().user()).isNotNegative();
                stat.cpus().keySet().forEach(cpu -> assertThat(cpu).isNotNegative());
                notNegative(stat.contextSwitches());
                notNegative(stat.bootEpochSeconds());
            });
        });
    }

    @Test
    void hostCpuColumns() {
        each(damaged("stat"), text -> {
            Reading reading = new Reading();
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);

            new HostCpuParser(new ProcUnits(100, 4096)).parse(bytes, bytes.length, reading);

            if (reading.has(Column.HOST_TOTAL_USEC)) {
                assertThat(reading.value(Column.HOST_BUSY_USEC)).isBetween(0L, reading.value(Column.HOST_TOTAL_USEC));
                assertThat(reading.value(Column.HOST_STEAL_USEC)).isBetween(0L, reading.value(Column.HOST_TOTAL_USEC));
            }
        });
    }

    @Test
    void memoryInfo() {
        each(damaged("meminfo"), text -> {
            MemoryInfo memory = MemoryInfo.parse(text);
            notNegative(memory.total());
            notNegative(memory.available());
            notNegative(memory.swapUsed());
        });
    }

    @Test
    void processStat() {
        each(damaged("pid/stat"), text -> {
            ProcessStat.parse(text).ifPresent(stat -> assertThat(text).contains(stat.name()));
        });
    }

    @Test
    void processStatus() {
        each(damaged("pid/status"), text -> {
            ProcessStatus status = ProcessStatus.parse(text);
            notNegative(status.residentBytes());
            status.effectiveUser();
            status.allowedCpus()
                    .ifPresent(
                            cpus -> assertThat(CpuList.parse(cpus.toString())).isEqualTo(cpus));
        });
    }

    @Test
    void processMemory() {
        each(damaged("pid/smaps_rollup"), text -> {
            notNegative(ProcessMemory.parse(text).pss());
        });
    }

    @Test
    void mountInfo() {
        each(damaged("mountinfo"), text -> {
            for (MountInfo mount : MountInfo.parseAll(text)) {
                assertThat(mount.type()).isNotNull();
            }
            CgroupMount mount = CgroupMount.of(text.replace("/sys/fs/cgroup", "/nonexistent"), NO_PROC);
            assertThat(mount.own()).isEmpty();
        });
    }

    @Test
    void cgroupLine() {
        each(DamagedFilesTest::anyText, text -> {
            assertThat(CgroupMount.of("", NO_PROC).locate(text)).isEmpty();
            assertThat(ProcessIdentity.ofName("krater", text)).isEmpty();
            assertThat(MountInfo.unescape(text.replace("\\", ""))).isEqualTo(text.replace("\\", ""));
        });
    }

    @Test
    void pressure() {
        each(random -> damage(PRESSURE, random), text -> {
            Pressure.parse(text).some().ifPresent(stall -> {
                assertThat(stall.totalUsec()).isNotNegative();
                assertThat(stall.percent10()).isNotNegative();
            });
        });
    }

    @Test
    void swaps() {
        each(random -> damage(SWAPS, random), text -> {
            for (SwapDevice device : SwapDevice.parse(text)) {
                assertThat(device.sizeBytes()).isNotNegative();
                assertThat(device.usedBytes()).isNotNegative();
            }
        });
    }

    @Test
    void smallFiles() {
        each(DamagedFilesTest::anyText, text -> {
            LoadAverage.parse(text)
                    .ifPresent(load -> assertThat(load.oneMinute()).isNotNegative());
            BootTime.nanos(text).ifPresent(nanos -> assertThat(nanos).isNotNegative());
            CpuTimes.parse(text).ifPresent(times -> assertThat(times.user()).isNotNegative());
            assertThat(KeyedLines.bytes(Map.of("key", text), "key").orElse(0)).isNotNegative();
        });
    }

    private static void notNegative(OptionalLong value) {
        assertThat(value.orElse(0)).isNotNegative();
    }

    /** Checks texts of many seeds; a failure names the seed. */
    private static void each(Function<Random, String> texts, Consumer<String> check) {
        for (long seed = 0; seed < TRIES; seed++) {
            String text = texts.apply(new Random(seed));
            try {
                check.accept(text);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ": \"" + text + "\"", failure);
            }
        }
    }

    private static Function<Random, String> damaged(String file) {
        return random -> damage(Recorded.text(Recorded.ALL.get(random.nextInt(Recorded.ALL.size())), file), random);
    }

    private static String anyText(Random random) {
        return random.ints(random.nextInt(60), 0, 1 + Character.MAX_CODE_POINT)
                .filter(code -> Character.isDefined(code)
                        && !(code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE))
                .map(code -> random.nextBoolean() ? code : code % 128)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Cuts, flips, repeats and fills in, at places that a seed picks. */
    private static String damage(String text, Random random) {
        String result = text;
        for (int wounds = random.nextInt(6); wounds > 0; wounds--) {
            result = wound(result, random);
        }
        return result;
    }

    private static String wound(String text, Random random) {
        if (text.isEmpty()) {
            return text;
        }
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(30));
        List<String> fillings =
                List.of("-1", "99999999999999999999", "18446744073709551615", " ", "\n", ")", "(", ":", "\0");
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
            case 3 -> text.substring(0, to) + text.substring(at);
            default -> text.substring(0, at) + fillings.get(random.nextInt(fillings.size())) + text.substring(to);
        };
    }
}
