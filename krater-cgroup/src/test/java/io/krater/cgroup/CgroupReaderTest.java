package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.krater.cgroup.read.ReferenceParser;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.Reading;
import io.krater.sample.SampleSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CgroupReaderTest {
    @TempDir
    Path directory;

    static Stream<String> recordedPods() {
        return RecordedTree.KERNELS.stream()
                .flatMap(kernel -> RecordedTree.MOMENTS.stream().map(moment -> kernel + "/" + moment + "/pod"));
    }

    @ParameterizedTest
    @MethodSource("recordedPods")
    void readsWhatEachKernelAnswered(String pod) {
        RecordedTree tree = RecordedTree.copy(pod, directory);
        Reading fast = new Reading();
        Reading slow = new Reading();
        try (CgroupReader reader = CgroupReader.open(directory)) {
            assertThat(reader.readFast(fast)).isTrue();
            assertThat(reader.readSlow(slow)).isTrue();
            for (Column column : Column.values()) {
                if (column.isOfCgroup() && Files.exists(directory.resolve(column.file()))) {
                    long expected = ReferenceParser.value(column, tree.text(column.file()));
                    Reading reading = column.pace() == Column.Pace.FAST ? fast : slow;
                    assertThat(reading.value(column)).as(column.label()).isEqualTo(expected);
                    assertThat(reader.columns().contains(column)).isEqualTo(expected != SampleSeries.ABSENT);
                }
            }
        }
    }

    @Test
    void readsTheFiguresOfAThrottledPod() {
        RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        Reading reading = new Reading();
        try (CgroupReader reader = CgroupReader.open(directory)) {
            reader.readFast(reading);
            assertThat(reading.value(Column.USAGE_USEC)).isEqualTo(2_210_000);
            assertThat(reading.value(Column.NR_PERIODS)).isEqualTo(46);
            assertThat(reading.value(Column.NR_THROTTLED)).isEqualTo(29);
            assertThat(reading.value(Column.THROTTLED_USEC)).isEqualTo(990_000);
            assertThat(reading.value(Column.MEMORY_CURRENT)).isEqualTo(1_036_288);
            assertThat(reading.has(Column.ANON))
                    .as("slow figures are read at their own pace")
                    .isFalse();

            reader.readSlow(reading);
            assertThat(reading.value(Column.ANON)).isEqualTo(147_456);
            assertThat(reading.value(Column.KERNEL)).isEqualTo(45_056);
            assertThat(reading.value(Column.INACTIVE_FILE)).isEqualTo(782_336);
            assertThat(reading.value(Column.MEMORY_PEAK)).isEqualTo(1_036_288);
            assertThat(reading.value(Column.PGFAULT)).isEqualTo(109);
            assertThat(reading.has(Column.USAGE_USEC))
                    .as("what the reading held is forgotten")
                    .isFalse();
        }
    }

    @Test
    void hasNoColumnForWhatTheKernelDoesNotTell() {
        RecordedTree.copy("linux-5.10/2-throttled/pod", directory);
        try (CgroupReader reader = CgroupReader.open(directory)) {
            assertThat(reader.columns())
                    .contains(Column.USAGE_USEC, Column.MEMORY_CURRENT, Column.ANON)
                    .doesNotContain(Column.MEMORY_PEAK, Column.KERNEL, Column.CPU_SOME_USEC);
            Reading reading = new Reading();
            reader.readSlow(reading);
            assertThat(reading.value(Column.KERNEL)).isEqualTo(SampleSeries.ABSENT);
        }
    }

    @Test
    void theRootCgroupHasNoCurrentMemory() {
        RecordedTree.copy("linux-6.12/2-throttled/root", directory);
        try (CgroupReader reader = CgroupReader.open(directory)) {
            assertThat(reader.columns())
                    .contains(Column.USAGE_USEC, Column.ANON)
                    .doesNotContain(Column.MEMORY_CURRENT);
        }
    }

    @Test
    void readsPressureOnAHybridHostAndNoMemory() {
        RecordedTree.copy("hybrid-6.18/1-running/child", directory);
        Reading reading = new Reading();
        try (CgroupReader reader = CgroupReader.open(directory)) {
            assertThat(reader.columns(Column.Pace.FAST).keySet())
                    .isEqualTo(Set.of(Column.USAGE_USEC, Column.USER_USEC, Column.SYSTEM_USEC));
            reader.readSlow(reading);
            assertThat(reading.value(Column.CPU_SOME_USEC)).isEqualTo(146);
            assertThat(reading.value(Column.MEMORY_FULL_USEC)).isZero();
            assertThat(reading.has(Column.ANON)).isFalse();
        }
    }

    @Test
    void seesWhatHasChangedSinceTheReadingBefore() {
        RecordedTree tree = RecordedTree.copy("linux-6.12/2-throttled/pod", directory);
        Reading reading = new Reading();
        try (CgroupReader reader = CgroupReader.open(directory)) {
            for (String moment : List.of("3-throttled-1s-later", "5-oom-killed", "6-unlimited")) {
                tree.moveTo("linux-6.12/" + moment + "/pod");
                reader.readFast(reading);
                assertThat(reading.value(Column.USAGE_USEC))
                        .isEqualTo(ReferenceParser.value(Column.USAGE_USEC, tree.text("cpu.stat")));
                reader.readSlow(reading);
                for (Column column : List.of(Column.OOM_KILL, Column.ANON, Column.PGFAULT, Column.MEMORY_PEAK)) {
                    assertThat(reading.value(column))
                            .isEqualTo(ReferenceParser.value(column, tree.text(column.file())));
                }
            }
        }
    }

    @Test
    void sumsDevicesUpAsEveryKernelPrintsThem() {
        RecordedTree tree = RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        // 5.15 leaves the line of a device without figures open; io.cost adds keys, and lines, of its own
        tree.write("io.stat", """
                8:16 rbytes=100 wbytes=200 rios=1 wios=2 dbytes=0 dios=0
                7:7 7:6 8:0 rbytes=1000 wbytes=2000 rios=10 wios=20 dbytes=5 dios=3 cost.usage=7
                253:0 cost.vrate=100.00
                """);
        Reading reading = new Reading();
        try (CgroupReader reader = CgroupReader.open(directory)) {
            reader.readSlow(reading);
            assertThat(reading.value(Column.IO_RBYTES)).isEqualTo(1100);
            assertThat(reading.value(Column.IO_WBYTES)).isEqualTo(2200);
            assertThat(reading.value(Column.IO_RIOS)).isEqualTo(11);
            assertThat(reading.value(Column.IO_WIOS)).isEqualTo(22);

            tree.write("io.stat", "8:16 rbytes=100 wbytes=2x0 rios=1 wios=2\n8:0 rbytes=1 wios=2\n");
            reader.readSlow(reading);
            assertThat(reading.value(Column.IO_RBYTES)).isEqualTo(101);
            assertThat(reading.value(Column.IO_WIOS)).isEqualTo(4);
            assertThat(reading.has(Column.IO_WBYTES)).as("not a number").isFalse();
            assertThat(reading.has(Column.IO_RIOS)).as("missing for a device").isFalse();
        }
    }

    @Test
    void aLineThatIsCutShortOrDamagedIsAbsent() {
        RecordedTree tree = RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        Reading reading = new Reading();
        try (CgroupReader reader = CgroupReader.open(directory)) {
            tree.write("cpu.stat", "usage_usec -5\nuser_usec 99999999999999999999\nsystem_usec 12");
            tree.write("memory.current", "max\n");
            reader.readFast(reading);
            for (Column column : reader.columns(Column.Pace.FAST).keySet()) {
                assertThat(reading.value(column)).as(column.label()).isEqualTo(SampleSeries.ABSENT);
            }
            tree.write("cpu.stat", "usage_usec 9223372036854775807\n");
            reader.readFast(reading);
            assertThat(reading.value(Column.USAGE_USEC)).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void findsKeysBeyondTheFirstBuffer() {
        RecordedTree tree = RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.append("some_counter_").append(i).append(" 4711\n");
        }
        tree.write("memory.stat", many + "anon 42\n" + many + "pgfault 43\n");
        Reading reading = new Reading();
        try (CgroupReader reader = CgroupReader.open(directory)) {
            reader.readSlow(reading);
            assertThat(reading.value(Column.ANON)).isEqualTo(42);
            assertThat(reading.value(Column.PGFAULT)).isEqualTo(43);
        }
    }

    @Test
    void anInterruptedThreadStillReadsAndStaysInterrupted() {
        RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        Reading reading = new Reading();
        try (CgroupReader reader = CgroupReader.open(directory)) {
            Thread.currentThread().interrupt();
            boolean there = reader.readFast(reading);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(there).isTrue();
            assertThat(reading.value(Column.USAGE_USEC)).isEqualTo(2_210_000);
            assertThat(reading.value(Column.MEMORY_CURRENT)).isEqualTo(1_036_288);
            reader.readFast(reading);
            assertThat(reading.value(Column.USAGE_USEC)).isEqualTo(2_210_000);
        }
    }

    @Test
    void anotherCgroupAtTheSamePathIsNotTakenForIt() throws IOException {
        Path cgroup = Files.createDirectory(directory.resolve("child"));
        RecordedTree.copy("linux-7.2/2-throttled/pod", cgroup);
        Reading reading = new Reading();
        try (CgroupReader reader = CgroupReader.open(cgroup)) {
            Files.move(cgroup, directory.resolve("moved"));
            RecordedTree.copy("linux-7.2/3-throttled-1s-later/pod", Files.createDirectory(cgroup));
            Thread.currentThread().interrupt(); // closes the channel, so that the reader looks at the path again
            assertThat(reader.readFast(reading)).isFalse();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(reader.ended()).contains("cgroup removed");
            assertThat(reader.readFast(reading)).isFalse();
            assertThat(reading.has(Column.USAGE_USEC)).isFalse();
        }
    }

    @Test
    void aFileThatRefusesToBeReadIsAbsentAndNamed() throws IOException {
        RecordedTree tree = RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        // its first page is never mapped, so that reading it is an I/O error
        Files.createSymbolicLink(directory.resolve("cpu.pressure"), Path.of("/proc/self/mem"));
        tree.delete("memory.events");
        Files.createSymbolicLink(directory.resolve("memory.events"), Path.of("/proc/self/mem"));
        try (CgroupReader reader = CgroupReader.open(directory)) {
            assertThat(reader.columns()).doesNotContain(Column.CPU_SOME_USEC, Column.OOM_KILL);
            assertThat(reader.facts().get("unreadable"))
                    .contains("cpu.pressure: ")
                    .contains("memory.events: ");
        }
        tree.delete("cpu.pressure").delete("memory.events");
    }

    @Test
    void aFileThatThisUserMayNotReadIsAbsentAndNamed() throws IOException {
        Path writeOnly = Path.of("/sys/bus/cpu/drivers_probe"); // refused even to root
        assumeTrue(Files.exists(writeOnly), "skipped: no " + writeOnly);
        RecordedTree tree = RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        Files.createSymbolicLink(directory.resolve("cpu.pressure"), writeOnly);
        try (CgroupReader reader = CgroupReader.open(directory)) {
            assertThat(reader.facts().get("unreadable")).isEqualTo("cpu.pressure: permission denied");
        }
        tree.delete("cpu.pressure");
    }

    @Test
    void refusesWhatIsNoCgroup() throws IOException {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> CgroupReader.open(missing))
                .isInstanceOfSatisfying(
                        CgroupReadException.class, e -> assertThat(e.path()).isEqualTo(missing))
                .hasMessageContaining("no such cgroup");
        assertThatThrownBy(() -> CgroupReader.open(directory))
                .isInstanceOf(CgroupReadException.class)
                .hasMessageContaining("is not a cgroup v2 directory");
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> CgroupReader.open(file)).isInstanceOf(CgroupReadException.class);
    }

    @Test
    void aPeakThatCannotBeResetStaysTheKernels() {
        RecordedTree.copy("linux-5.10/2-throttled/pod", directory);
        try (CgroupReader reader = CgroupReader.open(directory)) {
            assertThat(reader.resetPeak()).isFalse();
        }
    }
}
