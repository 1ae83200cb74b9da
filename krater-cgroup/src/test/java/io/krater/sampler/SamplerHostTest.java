package io.krater.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.krater.cgroup.CgroupLimits;
import io.krater.cgroup.CgroupReader;
import io.krater.cgroup.ChildCgroup;
import io.krater.cgroup.LiveCgroup;
import io.krater.cgroup.LiveProgram;
import io.krater.cgroup.Pause;
import io.krater.cgroup.read.KernelFile;
import io.krater.cgroup.read.ReferenceParser;
import io.krater.sample.Column;
import io.krater.sample.Reading;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sampling on this machine's own kernel. Skips, and says so, what the kernel does not offer. */
@Tag("host")
class SamplerHostTest {
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final Duration SLOW = Duration.ofMillis(50);

    private static final String MEMORY = "memory";

    private static void assumeController(LiveProgram program, String controller) {
        assumeThat(program.cgroup().unavailableControllers().getOrDefault(controller, ""))
                .as("skipped: no controller %s in cgroup v2", controller)
                .isEmpty();
    }

    /** Lets real time pass, which is what these tests are about. */
    private static void letPass(long millis) {
        Pause.sleeping().nanos(millis * 1_000_000);
    }

    private static long last(SampleSeries series, Column column) {
        return series.value(column, series.size() - 1);
    }

    @Test
    void samplesABusyCgroupOnTheGrid() throws IOException {
        try (LiveProgram program = LiveProgram.in("busy").busy();
                Sampler sampler = Sampler.create()) {
            Recording recording = sampler.start(program.target(), PERIOD, SLOW);
            letPass(500);
            SampleSet set = recording.stop();

            SampleSeries fast = set.fast();
            assertThat(set.ticks()).isGreaterThanOrEqualTo(50);
            long met = set.ticks() - set.lateTicks();
            // the first and the last, which may be one with the last tick's
            assertThat((long) fast.size()).isBetween(1 + met, 2 + met);
            assertThat(set.slow().size()).isGreaterThan(2);
            long used = last(fast, Column.USAGE_USEC) - fast.value(Column.USAGE_USEC, 0);
            long passed = (fast.epochNanos(fast.size() - 1) - fast.epochNanos(0)) / 1000;
            assertThat(used).as("CPU time of a busy loop").isBetween(passed / 50, passed + 20_000);
            assertThat(set.samplerCpuNanos()).isLessThan(passed * 1000);
            assertThat(set.facts())
                    .containsEntry("path", program.cgroup().path().toString())
                    .doesNotContainKeys("ended", "unreadable", "backwards.usage_usec");
        }
    }

    @Test
    void aRemovedCgroupEndsItsSampling() throws IOException {
        try (LiveProgram program = LiveProgram.in("removed").busy();
                Sampler sampler = Sampler.create()) {
            Recording recording = sampler.start(program.target(), PERIOD, SLOW);
            program.cgroup().kill();
            program.cgroup().remove();
            recording.sampleNow();
            assertThat(recording.ended()).contains("cgroup removed");
            assertThat(recording.stop().facts()).containsEntry("ended", "cgroup removed");
        }
    }

    @Test
    void aNewCgroupAtTheSamePathIsAnother() throws IOException {
        try (LiveProgram program = LiveProgram.in("replaced");
                CgroupReader reader = CgroupReader.open(program.cgroup().path())) {
            Files.delete(program.cgroup().path());
            Files.createDirectory(program.cgroup().path());
            Reading reading = new Reading();
            assertThat(reader.readFast(reading)).isFalse();
            assertThat(reader.ended()).contains("cgroup removed");
            assertThat(reading.has(Column.USAGE_USEC)).isFalse();
        }
    }

    @Test
    void readsWhatTheKernelPrints() throws IOException {
        try (LiveProgram program = LiveProgram.in("settled").shell("read line");
                CgroupReader reader = CgroupReader.open(program.cgroup().path())) {
            Path path = program.cgroup().path();
            for (Column column : Column.values()) {
                boolean there = column.isOfCgroup()
                        && Files.exists(path.resolve(column.file()))
                        && ReferenceParser.value(column, Files.readString(path.resolve(column.file())))
                                != SampleSeries.ABSENT;
                assertThat(reader.columns().contains(column)).as(column.label()).isEqualTo(there);
            }
            // the shell may still be on its way to its first read: compare once nothing moved meanwhile
            Reading reading = new Reading();
            String text;
            String before;
            do {
                before = Files.readString(path.resolve("cpu.stat"));
                reader.readFast(reading);
                text = Files.readString(path.resolve("cpu.stat"));
            } while (!text.equals(before));
            for (Column column : Set.of(Column.USAGE_USEC, Column.USER_USEC, Column.SYSTEM_USEC)) {
                assertThat(reading.value(column)).as(column.label()).isEqualTo(ReferenceParser.value(column, text));
            }
        }
    }

    @Test
    void tellsWhereMemoryComesFrom() throws IOException {
        try (LiveProgram program = LiveProgram.in("origin").shell("read line");
                Sampler sampler = Sampler.create()) {
            // the shell may not have touched a page of its own yet
            SampleSet set = sampler.start(program.target(), PERIOD, SLOW).stop();
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (System.nanoTime() < deadline
                    && (last(set.fast(), Column.MEMORY_CURRENT) == 0 || last(set.slow(), Column.ANON) == 0)) {
                set = sampler.start(program.target(), PERIOD, SLOW).stop();
            }
            boolean controller = program.cgroup().controllers().contains(MEMORY);
            String origin = controller ? "cgroup" : "proc";
            assertThat(set.fast().origins()).containsEntry(Column.USAGE_USEC, "cgroup");
            assertThat(set.fast().origins()).containsEntry(Column.MEMORY_CURRENT, origin);
            assertThat(set.slow().origins()).containsEntry(Column.ANON, origin);
            assertThat(last(set.fast(), Column.MEMORY_CURRENT)).isPositive();
            assertThat(last(set.slow(), Column.ANON)).isPositive();
        }
    }

    @Test
    void seesThrottling() throws IOException {
        try (LiveProgram program = LiveProgram.in("throttled")) {
            assumeController(program, "cpu");
            program.cgroup().limit(CgroupLimits.none().withCpuMillis(200));
            program.busy();
            try (Sampler sampler = Sampler.create()) {
                Recording recording = sampler.start(program.target(), PERIOD, SLOW);
                Path stat = program.cgroup().path().resolve("cpu.stat");
                assertThat(LiveCgroup.soon(() -> LiveCgroup.entry(stat, "nr_throttled") > 0))
                        .isTrue();
                letPass(100);
                SampleSet set = recording.stop();
                assertThat(last(set.fast(), Column.NR_THROTTLED)).isPositive();
                assertThat(last(set.fast(), Column.THROTTLED_USEC)).isPositive();
                assertThat(set.facts()).containsEntry("cpu.max", "20000 100000");
            }
        }
    }

    @Test
    void resetsThePeakWhereTheKernelCan() throws IOException {
        String hungry = "x=$(head -c 30000000 /dev/zero | tr '\\0' a); echo full; read line; x=; echo empty; read line";
        try (LiveProgram program = LiveProgram.in("peak")) {
            assumeController(program, MEMORY);
            assumeThat(Files.isWritable(program.cgroup().path().resolve("memory.peak")) && kernelResetsPeaks())
                    .as("skipped: memory.peak can be reset since Linux 6.12")
                    .isTrue();
            program.shell(hungry);
            try (Sampler sampler = Sampler.create()) {
                Recording recording = sampler.start(program.target(), PERIOD, SLOW);
                assertThat(program.line()).isEqualTo("full");
                program.tell("");
                assertThat(program.line()).isEqualTo("empty");
                recording.sampleNow();
                assertThat(recording.resetPeak()).isTrue();
                recording.sampleNow();
                SampleSeries slow = recording.stop().slow();
                long before = slow.value(Column.MEMORY_PEAK, slow.size() - 3);
                long after = slow.value(Column.MEMORY_PEAK, slow.size() - 2);
                assertThat(before).isGreaterThan(30_000_000);
                assertThat(after).isLessThan(before / 2).isPositive();
            }
        }
    }

    private static boolean kernelResetsPeaks() {
        String[] release = System.getProperty("os.version").split("[.-]", -1);
        int major = Integer.parseInt(release[0]);
        return major > 6 || (major == 6 && Integer.parseInt(release[1]) >= 12);
    }

    @Test
    void aControllerThatIsSwitchedOffMakesItsFiguresAbsent() throws IOException {
        try (LiveProgram outer = LiveProgram.in("outer")) {
            assumeController(outer, MEMORY);
            try (ChildCgroup inner = ChildCgroup.create(outer.cgroup().path(), LiveCgroup.PREFIX, "inner");
                    Sampler sampler = Sampler.create()) {
                Recording recording = sampler.start(
                        SampleTarget.cgroup(Scope.CONTAINER, inner.path()), Duration.ofMinutes(1), SLOW.plusMinutes(1));
                KernelFile.write(outer.cgroup().path().resolve("cgroup.subtree_control"), "-memory");
                recording.sampleNow();
                SampleSet set = recording.stop();

                assertThat(set.facts()).doesNotContainKey("ended");
                assertThat(set.facts().get("unreadable")).contains("memory.current: ", "memory.stat: ");
                assertThat(set.fast().value(Column.MEMORY_CURRENT, 0)).isNotEqualTo(SampleSeries.ABSENT);
                assertThat(set.fast().value(Column.MEMORY_CURRENT, 1)).isEqualTo(SampleSeries.ABSENT);
                assertThat(set.slow().value(Column.ANON, 1)).isEqualTo(SampleSeries.ABSENT);
                assertThat(set.fast().value(Column.USAGE_USEC, 1)).isNotEqualTo(SampleSeries.ABSENT);
            }
        }
    }
}
