package io.krater.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.krater.cgroup.CgroupReader;
import io.krater.cgroup.LiveProgram;
import io.krater.cgroup.read.KernelFile;
import io.krater.host.ProcessStat;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.Reading;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.sample.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sums over the processes of this machine. */
@Tag("host")
class ProcReaderHostTest {
    /** Two children use CPU time one after the other and are waited for; then the shell itself holds still. */
    private static final String TREE = """
            burn() { i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; }
            (burn); (burn); echo done; read line
            """;

    @Test
    void countsTheTimeOfChildrenThatHaveComeAndGone() throws IOException {
        Process process = new ProcessBuilder(List.of("sh", "-c", TREE)).start();
        try (Sampler sampler = Sampler.create();
                OutputStream release = process.getOutputStream()) {
            Recording recording = sampler.start(
                    SampleTarget.process(Scope.CONTAINER, process.pid()), Duration.ofMillis(5), Duration.ofMillis(20));
            assertThat(process.inputReader().readLine()).isEqualTo("done");
            SampleSet set = recording.stop();
            ProcessStat root = ProcessStat.of(process.pid());

            SampleSeries fast = set.fast();
            long usage = fast.value(Column.USAGE_USEC, fast.size() - 1);
            long ownTicks = root.userTicks() + root.systemTicks();
            assertThat(usage).as("more than the shell's own time").isGreaterThan(ownTicks * 10_000);
            assertThat(set.facts()).as("no counter went backwards").doesNotContainKey("backwards.usage_usec");
            assertThat(fast.origins()).containsEntry(Column.USAGE_USEC, "proc");
            release.write("\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void givesTheResidentMemoryOfACgroupsProcesses() throws IOException {
        try (LiveProgram program = LiveProgram.in("resident").busy();
                CgroupReader own = CgroupReader.open(program.cgroup().path());
                ProcReader reader =
                        ProcReader.ofCgroup(program.cgroup().path(), ProcReader.columns(), TimeSource.system())) {
            assertThat(own.columns()).contains(Column.USAGE_USEC);
            Reading reading = new Reading();
            reader.read(Column.Pace.FAST, reading);

            double resident = residentBytes(program.process().pid());
            assertThat((double) reading.value(Column.MEMORY_CURRENT)).isCloseTo(resident, within(500_000.0));
            assertThat(reading.value(Column.ANON)).isBetween(1L, reading.value(Column.MEMORY_CURRENT));
        }
    }

    @Test
    void endsWithTheProcess() throws Exception {
        Process process = new ProcessBuilder(List.of("sleep", "60")).start();
        try (Sampler sampler = Sampler.create()) {
            Recording recording = sampler.start(
                    SampleTarget.process(Scope.CONTAINER, process.pid()), Duration.ofMillis(5), Duration.ofMillis(20));
            process.destroyForcibly().waitFor();
            recording.sampleNow();
            assertThat(recording.stop().facts()).containsEntry("ended", "process ended");
        }
    }

    @Test
    void refusesAProcessThatIsNotThere() throws Exception {
        Process process = new ProcessBuilder(List.of("true")).start();
        process.waitFor();
        try (Sampler sampler = Sampler.create()) {
            SampleTarget target = SampleTarget.process(Scope.CONTAINER, process.pid());
            assertThatThrownBy(() -> sampler.start(target, Duration.ofMillis(5), Duration.ofMillis(20)))
                    .isInstanceOf(CgroupReadException.class)
                    .hasMessageContaining("no such process");
        }
    }

    private static double residentBytes(long pid) {
        String status = KernelFile.text(Path.of("/proc/" + pid + "/status")).orElseThrow();
        String line = status.lines()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
}
