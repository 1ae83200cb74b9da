package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file holds, its parser throws nothing and invents no negative figure. */
class DamagedFilesTest {
    private static final int TRIES = 300;
    private static final Path NO_PROC = Path.of("/nonexistent");
    private static final String PRESSURE = """
            some avg10=0.12 avg60=0.00 avg300=0.00 total=181628974
            full avg10=0.00 avg60=0.00 avg300=0.00 total=7408433
            """;
    private static final String SWAPS = """
            Filename\tType\tSize\tUsed\tPriority
            /dev/dm-1 partition\t8388604\t1024\t-2
            """;

    @Property(tries = TRIES)
    void hostStat(@ForAll("hostStats") String text) {
        HostStat.parse(text).ifPresent(stat -> {
            assertThat(stat.cpu().user()).isNotNegative();
            stat.cpus().keySet().forEach(cpu -> assertThat(cpu).isNotNegative());
            notNegative(stat.contextSwitches());
            notNegative(stat.bootEpochSeconds());
        });
    }

    @Provide
    Arbitrary<String> hostStats() {
        return damaged("stat");
    }

    @Property(tries = TRIES)
    void hostCpuColumns(@ForAll("hostStats") String text) {
        Reading reading = new Reading();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);

        new HostCpuParser(new ProcUnits(100, 4096)).parse(bytes, bytes.length, reading);

        if (reading.has(Column.HOST_TOTAL_USEC)) {
            assertThat(reading.value(Column.HOST_BUSY_USEC)).isBetween(0L, reading.value(Column.HOST_TOTAL_USEC));
            assertThat(reading.value(Column.HOST_STEAL_USEC)).isBetween(0L, reading.value(Column.HOST_TOTAL_USEC));
        }
    }

    @Property(tries = TRIES)
    void memoryInfo(@ForAll("memoryInfos") String text) {
        MemoryInfo memory = MemoryInfo.parse(text);
        notNegative(memory.total());
        notNegative(memory.available());
        notNegative(memory.swapUsed());
    }

    @Provide
    Arbitrary<String> memoryInfos() {
        return damaged("meminfo");
    }

    @Property(tries = TRIES)
    void processStat(@ForAll("processStats") String text) {
        ProcessStat.parse(text).ifPresent(stat -> assertThat(text).contains(stat.name()));
    }

    @Provide
    Arbitrary<String> processStats() {
        return damaged("pid/stat");
    }

    @Property(tries = TRIES)
    void processStatus(@ForAll("processStatuses") String text) {
        ProcessStatus status = ProcessStatus.parse(text);
        notNegative(status.residentBytes());
        status.effectiveUser();
        status.allowedCpus()
                .ifPresent(cpus -> assertThat(CpuList.parse(cpus.toString())).isEqualTo(cpus));
    }

    @Provide
    Arbitrary<String> processStatuses() {
        return damaged("pid/status");
    }

    @Property(tries = TRIES)
    void processMemory(@ForAll("processMemories") String text) {
        notNegative(ProcessMemory.parse(text).pss());
    }

    @Provide
    Arbitrary<String> processMemories() {
        return damaged("pid/smaps_rollup");
    }

    @Property(tries = TRIES)
    void mountInfo(@ForAll("mountInfos") String text) {
        for (MountInfo mount : MountInfo.parseAll(text)) {
            assertThat(mount.type()).isNotNull();
        }
        CgroupMount mount = CgroupMount.of(text.replace("/sys/fs/cgroup", "/nonexistent"), NO_PROC);
        assertThat(mount.own()).isEmpty();
    }

    @Provide
    Arbitrary<String> mountInfos() {
        return damaged("mountinfo");
    }

    @Property(tries = TRIES)
    void cgroupLine(@ForAll String text) {
        assertThat(CgroupMount.of("", NO_PROC).locate(text)).isEmpty();
        assertThat(Creator.ofName("krater", text)).isEmpty();
        assertThat(MountInfo.unescape(text.replace("\\", ""))).isEqualTo(text.replace("\\", ""));
    }

    @Property(tries = TRIES)
    void pressure(@ForAll("pressures") String text) {
        Pressure.parse(text).some().ifPresent(stall -> {
            assertThat(stall.totalUsec()).isNotNegative();
            assertThat(stall.percent10()).isNotNegative();
        });
    }

    @Provide
    Arbitrary<String> pressures() {
        return damage(Arbitraries.just(PRESSURE));
    }

    @Property(tries = TRIES)
    void swaps(@ForAll("swapFiles") String text) {
        for (SwapDevice device : SwapDevice.parse(text)) {
            assertThat(device.sizeBytes()).isNotNegative();
            assertThat(device.usedBytes()).isNotNegative();
        }
    }

    @Provide
    Arbitrary<String> swapFiles() {
        return damage(Arbitraries.just(SWAPS));
    }

    @Property(tries = TRIES)
    void smallFiles(@ForAll String text) {
        LoadAverage.parse(text).ifPresent(load -> assertThat(load.oneMinute()).isNotNegative());
        BootTime.nanos(text).ifPresent(nanos -> assertThat(nanos).isNotNegative());
        CpuTimes.parse(text).ifPresent(times -> assertThat(times.user()).isNotNegative());
        assertThat(KeyedLines.bytes(Map.of("key", text), "key").orElse(0)).isNotNegative();
    }

    private static void notNegative(OptionalLong value) {
        assertThat(value.orElse(0)).isNotNegative();
    }

    private static Arbitrary<String> damaged(String file) {
        return damage(Arbitraries.of(Recorded.ALL).map(host -> Recorded.text(host, file)));
    }

    /** Cuts, flips, repeats and fills in, at places that a seed picks. */
    private static Arbitrary<String> damage(Arbitrary<String> texts) {
        return Combinators.combine(texts, Arbitraries.integers().between(0, 5), Arbitraries.longs())
                .as((text, wounds, seed) -> {
                    Random random = new Random(seed);
                    String result = text;
                    for (int i = 0; i < wounds; i++) {
                        result = wound(result, random);
                    }
                    return result;
                });
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
