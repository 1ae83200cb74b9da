package io.krater.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.krater.cgroup.CgroupReader;
import io.krater.cgroup.RecordedTree;
import io.krater.cgroup.read.CgroupFormat;
import io.krater.cgroup.read.FileParser;
import io.krater.sample.Column;
import io.krater.sample.ManualTime;
import io.krater.sample.Reading;
import io.krater.sample.Scope;
import io.krater.sample.SteadyClock;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sampling makes no garbage, so that it never makes a collector run beside what is measured. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BATCHES = 60;
    private static final int BATCH = 20;

    @TempDir
    Path directory;

    /**
     * Bytes that a batch of runs allocates in the steady state. The JVM itself allocates now and then (when it compiles or
     * takes back what it has compiled), so the least of several batches counts: what each run allocates is in every one.
     */
    private static long allocated(Runnable sample) {
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < BATCH; i++) {
                sample.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void readingACgroupAllocatesNothing() {
        RecordedTree tree = RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        for (String resource : List.of("cpu", "memory", "io")) {
            tree.write(resource + ".pressure", "some avg10=0.00 total=5\nfull avg10=0.00 total=4\n");
        }
        tree.write("io.stat", "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n");
        Reading reading = new Reading();
        try (CgroupReader reader = CgroupReader.open(directory)) {
            assertThat(reader.columns()).hasSizeGreaterThan(25);
            assertThat(allocated(() -> {
                        reader.readFast(reading);
                        reader.readSlow(reading);
                    }))
                    .isZero();
        }
    }

    @Test
    void aKeyThatMovesCostsNoAllocationEither() {
        RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        FileParser parser = CgroupFormat.parser("cpu.stat");
        byte[] one = "usage_usec 9\nuser_usec 9\nsystem_usec 0\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] other = "usage_usec 10\nsystem_usec 0\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Reading reading = new Reading();
        assertThat(allocated(() -> {
                    reading.clear();
                    parser.parse(one, one.length, reading);
                    reading.clear();
                    parser.parse(other, other.length, reading);
                }))
                .isZero();
        assertThat(reading.has(Column.USER_USEC)).isFalse();
        assertThat(reading.value(Column.USAGE_USEC)).isEqualTo(10);
    }

    @Test
    void tickingOverManyTargetsAllocatesNothingButChunks() {
        RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        ManualTime time = new ManualTime();
        try (Sampler sampler = Sampler.driven(SteadyClock.anchoredTo(time))) {
            for (int i = 0; i < 3; i++) {
                sampler.start(
                        SampleTarget.cgroup(Scope.of("scope" + i), directory),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50));
            }
            // some batch fits between two new chunks of rows
            assertThat(allocated(() -> {
                        time.advanceMillis(10);
                        sampler.runDue();
                    }))
                    .isZero();
        }
    }

    @Test
    void readingAProcessAllocatesNothingWhileNoneComesOrGoes() {
        ManualTime time = new ManualTime(); // stands still, so that new processes are not looked for
        try (ProcReader reader = ProcReader.ofTree(ProcessHandle.current().pid(), time)) {
            Reading reading = new Reading();
            assertThat(allocated(() -> {
                        reading.clear();
                        reader.read(Column.Pace.FAST, reading);
                    }))
                    .isZero();
            assertThat(reading.has(Column.MEMORY_CURRENT)).isTrue();
        }
    }
}
