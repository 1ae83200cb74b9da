package io.krater.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.RecordedTree;
import io.krater.cgroup.read.ProcUnits;
import io.krater.sample.Column;
import io.krater.sample.ManualTime;
import io.krater.sample.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that come and go in a directory that looks like {@code /proc}. */
class ProcReaderTest {
    private static final ProcUnits UNITS = new ProcUnits(100, 4096);
    private static final long TICK = 10_000; // us

    @TempDir
    Path proc;

    private final ManualTime time = new ManualTime();
    private final Reading reading = new Reading();

    private void process(long pid, long user, long system, long childrenUser, long childrenSystem) {
        write(
                pid,
                "stat",
                pid + " (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 " + user + " " + system + " " + childrenUser + " "
                        + childrenSystem + " 20 0 2 0 777 1000 10 18446744073709551615 0\n");
        write(pid, "statm", "1000 10 4 1 0 5 0\n");
    }

    private void children(long pid, String children) {
        write(pid, "task/" + pid + "/children", children);
    }

    /** Its descriptors stay readable here, but say nothing any more. */
    private void gone(long pid) {
        write(pid, "stat", "");
        write(pid, "statm", "");
        write(pid, "task/" + pid + "/children", "");
    }

    private void write(long pid, String file, String content) {
        try {
            Path process = proc.resolve(Long.toString(pid));
            Files.createDirectories(process.resolve("task/" + pid));
            Files.writeString(process.resolve(file), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Reading read(ProcReader reader) {
        time.advanceMillis(100);
        reading.clear();
        reader.read(Column.Pace.FAST, reading);
        return reading;
    }

    @Test
    void sumsAProcessAndItsDescendantsUp() {
        process(10, 5, 1, 0, 0);
        children(10, "11 12 ");
        process(11, 20, 2, 3, 4);
        process(12, 100, 10, 0, 0);
        children(12, "13 ");
        process(13, 1000, 0, 0, 0);
        try (ProcReader reader = ProcReader.ofTree(proc, 10, UNITS, time)) {
            assertThat(read(reader).value(Column.USER_USEC)).isEqualTo(1128 * TICK);
            assertThat(reading.value(Column.SYSTEM_USEC)).isEqualTo(17 * TICK);
            assertThat(reading.value(Column.USAGE_USEC)).isEqualTo(1145 * TICK);
            assertThat(reading.value(Column.PIDS_CURRENT)).isEqualTo(8);
            assertThat(reading.value(Column.MEMORY_CURRENT)).isEqualTo(4 * 10 * 4096);
            assertThat(reading.value(Column.ANON)).isEqualTo(4 * 6 * 4096);
        }
    }

    @Test
    void aChildThatWasWaitedForIsCountedOnce() {
        process(10, 5, 0, 0, 0);
        children(10, "11 ");
        process(11, 20, 2, 0, 0);
        try (ProcReader reader = ProcReader.ofTree(proc, 10, UNITS, time)) {
            read(reader);
            gone(11);
            process(10, 6, 0, 21, 2); // the child had used a tick more before it ended
            children(10, "");
            assertThat(read(reader).value(Column.USER_USEC)).isEqualTo(27 * TICK);
            assertThat(reading.value(Column.SYSTEM_USEC)).isEqualTo(2 * TICK);
            process(10, 7, 0, 21, 2);
            assertThat(read(reader).value(Column.USER_USEC)).isEqualTo(28 * TICK);
        }
    }

    @Test
    void theTimeOfAChildThatNobodyWaitedForIsKept() {
        process(10, 5, 0, 0, 0);
        children(10, "11 ");
        process(11, 20, 2, 0, 0);
        try (ProcReader reader = ProcReader.ofTree(proc, 10, UNITS, time)) {
            read(reader);
            gone(11);
            children(10, "");
            assertThat(read(reader).value(Column.USER_USEC)).isEqualTo(25 * TICK);
            process(10, 9, 1, 0, 0);
            assertThat(read(reader).value(Column.USER_USEC)).isEqualTo(29 * TICK);
            assertThat(reading.value(Column.SYSTEM_USEC)).isEqualTo(3 * TICK);
        }
    }

    @Test
    void aDescendantWhoseParentHasEndedIsStillCounted() {
        process(10, 1, 0, 0, 0);
        children(10, "11 ");
        process(11, 1, 0, 0, 0);
        children(11, "12 ");
        process(12, 50, 0, 0, 0);
        try (ProcReader reader = ProcReader.ofTree(proc, 10, UNITS, time)) {
            read(reader);
            gone(11);
            process(10, 1, 0, 1, 0);
            children(10, "");
            process(12, 60, 0, 0, 0);
            assertThat(read(reader).value(Column.USER_USEC)).isEqualTo(62 * TICK);
        }
    }

    @Test
    void endsWithTheLastProcess() {
        process(10, 5, 0, 0, 0);
        try (ProcReader reader = ProcReader.ofTree(proc, 10, UNITS, time)) {
            read(reader);
            assertThat(reader.hasEnded()).isFalse();
            gone(10);
            Files.deleteIfExists(proc.resolve("10/stat"));
            read(reader);
            assertThat(reader.ended()).contains("process ended");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anotherProcessOfTheSameIdIsNotTakenForIt() throws IOException {
        process(10, 500, 0, 0, 0);
        try (ProcReader reader = ProcReader.ofTree(proc, 10, UNITS, time)) {
            read(reader);
            Files.delete(proc.resolve("10/stat"));
            write(10, "stat", "10 (other) S 1 1 1 0 -1 0 0 0 0 0 3 0 0 0 20 0 1 0 999 1000 10 1 0\n");
            Thread.currentThread().interrupt(); // closes the channel: what opens now is another process
            read(reader);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(reader.ended()).contains("process ended");
            assertThat(reading.value(Column.USAGE_USEC)).as("last known").isEqualTo(500 * TICK);
        }
    }

    @Test
    void givesTheMemoryOfACgroupsProcessesAndOfThoseBelow() throws IOException {
        Path cgroup = proc.resolve("cgroup");
        Files.createDirectories(cgroup.resolve("child"));
        Files.writeString(cgroup.resolve("cgroup.procs"), "10\n");
        Files.writeString(cgroup.resolve("child/cgroup.procs"), "11\n");
        process(10, 5, 0, 0, 0);
        process(11, 5, 0, 0, 0);
        Set<Column> wanted = Set.of(Column.MEMORY_CURRENT, Column.ANON);
        try (ProcReader reader = ProcReader.ofCgroup(proc, cgroup, wanted, UNITS, time)) {
            assertThat(read(reader).value(Column.MEMORY_CURRENT)).isEqualTo(2 * 10 * 4096);
            Files.writeString(cgroup.resolve("cgroup.procs"), "");
            assertThat(read(reader).value(Column.MEMORY_CURRENT))
                    .as("one has left")
                    .isEqualTo(10 * 4096);
            assertThat(reading.has(Column.USAGE_USEC)).isFalse();
            Files.writeString(cgroup.resolve("child/cgroup.procs"), "");
            assertThat(read(reader).value(Column.MEMORY_CURRENT))
                    .as("no process, no memory")
                    .isZero();
            assertThat(reader.hasEnded()).isFalse();
        }
    }

    @Test
    void aProcessThatIsEndingHasNoMemoryRatherThanNone() throws IOException {
        process(10, 5, 0, 0, 0);
        try (ProcReader reader = ProcReader.ofTree(proc, 10, UNITS, time)) {
            assertThat(read(reader).value(Column.MEMORY_CURRENT)).isPositive();
            write(10, "stat", "10 (ending) Z 1 1 1 0 -1 0 0 0 0 0 5 0 0 0 20 0 0 0 500 0 0 0 0\n");
            write(10, "statm", "0 0 0 0 0 0 0\n");
            read(reader);
            assertThat(reading.has(Column.MEMORY_CURRENT)).isFalse();
            assertThat(reading.has(Column.ANON)).isFalse();
            assertThat(reading.has(Column.PIDS_CURRENT)).isFalse();
        }
    }

    @Test
    void readsTheRecordedLines() throws IOException {
        for (String tree : new String[] {"linux-6.12/2-throttled", "hybrid-6.18/1-running"}) {
            Path recorded = RecordedTree.recordings().resolve(tree + "/proc");
            Path process = Files.createDirectories(proc.resolve(tree).resolve("1"));
            Files.copy(recorded.resolve("stat"), process.resolve("stat"));
            Files.copy(recorded.resolve("statm"), process.resolve("statm"));
        }
        try (ProcReader reader = ProcReader.ofTree(proc.resolve("linux-6.12/2-throttled"), 1, UNITS, time)) {
            assertThat(read(reader).value(Column.USAGE_USEC)).isPositive();
        }
        try (ProcReader reader = ProcReader.ofTree(proc.resolve("hybrid-6.18/1-running"), 1, UNITS, time)) {
            assertThat(read(reader).value(Column.USER_USEC)).isEqualTo(213 * TICK);
            assertThat(reading.value(Column.MEMORY_CURRENT)).isEqualTo(199 * 4096);
        }
    }
}
