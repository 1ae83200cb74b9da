package io.krater.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFileTest {
    private static final long BEGIN = 1_790_000_000_123_456_789L;
    private static final long SECOND = 1_000_000_000L;
    private static final HostQuantity LOAD = new HostQuantity("load", "load", "tasks, runnable");

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatWasMeasuredToTheNanosecond() throws IOException {
        Path file = folder.resolve("h.csv");
        try (HostFile out = begin(file)) {
            out.sampled("h12", HostQuantity.CPU, BEGIN + 1, 100.0 / 3);
            out.sampled("h34", LOAD, BEGIN + SECOND, 2);
            out.end(new HostRecord(
                    HostMetrics.none(), Map.of(), List.of(), List.of(), BEGIN, BEGIN + 2 * SECOND, 0.25));
        }

        HostRecord read = HostFile.read(file);

        assertThat(read.roles()).containsExactly(Map.entry("h12", "master, \"old\""), Map.entry("h34", ""));
        HostSeries cpu = read.metrics().of("h12", HostQuantity.CPU).orElseThrow();
        assertThat(cpu.epochNanos(0)).isEqualTo(BEGIN + 1);
        assertThat(cpu.value(0)).isEqualTo(100.0 / 3);
        assertThat(read.metrics().of("h34", LOAD).orElseThrow().quantity()).isEqualTo(LOAD);
        assertThat(read.beginNanos()).isEqualTo(BEGIN);
        assertThat(read.endNanos()).isEqualTo(BEGIN + 2 * SECOND);
        assertThat(read.cpuSeconds()).isEqualTo(0.25);
        assertThat(read.gaps()).isEmpty();
        assertThat(read.problems()).isEmpty();
    }

    @Test
    void tellsTheGapsOfARunThatWasKilledWithTheReason() throws IOException {
        Path file = folder.resolve("h.csv");
        HostFile out = begin(file);
        out.sampled("h34", HostQuantity.CPU, BEGIN + SECOND, 1);
        out.sampled("h34", HostQuantity.CPU, BEGIN + 2 * SECOND, 1);
        out.failed("h34", BEGIN + 3 * SECOND, "host h34: nothing listens,\nreally");
        out.sampled("h34", HostQuantity.CPU, BEGIN + 9 * SECOND, 1);
        out.read("h34");
        Files.writeString(file, "1790000010.12345", StandardOpenOption.APPEND); // killed here
        out.close();

        HostRecord read = HostFile.read(file);

        assertThat(read.problems())
                .extracting(HostProblem::message)
                .containsExactly("host h34: nothing listens, really");
        assertThat(read.gaps())
                .containsExactly(
                        new HostGap("h12", List.of(), BEGIN, BEGIN + 9 * SECOND, "no samples"),
                        new HostGap(
                                "h34",
                                List.of("cpu"),
                                BEGIN + 2 * SECOND,
                                BEGIN + 9 * SECOND,
                                "host h34: nothing listens, really"));
    }

    @Test
    void leavesOutRowsThatAreNoneAndNamesTheirLines() throws IOException {
        Path file = folder.resolve("h.csv");
        begin(file).close();
        Files.write(
                file,
                List.of(
                        "1790000001.5,h12,,cpu,%,12,5,",
                        "yesterday,h12,,cpu,%,12.5,", "1790000002.5,h12,,CPU,%,12.5,", "1790000003.5,h12,,cpu,%,12.5,"),
                StandardOpenOption.APPEND);

        HostRecord read = HostFile.read(file);

        assertThat(read.metrics().of("h12", HostQuantity.CPU).orElseThrow().size())
                .isEqualTo(1);
        assertThat(read.problems())
                .extracting(HostProblem::message)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("h.csv, line 4 is left out: it has 8 fields"),
                        second -> assertThat(second).startsWith("h.csv, line 5 is left out"),
                        third -> assertThat(third).startsWith("h.csv, line 6 is left out: a quantity's name"));
    }

    @Test
    void knowsNothingOfARunThatWasKilledAtOnceAndRefusesAnotherTable() throws IOException {
        assertThat(HostFile.read(Files.createFile(folder.resolve("empty.csv"))).roles())
                .isEmpty();
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        assertThatIOException()
                .isThrownBy(() -> HostFile.read(other))
                .withMessageContaining("must begin with the line");
    }

    private static HostFile begin(Path file) throws IOException {
        ThisHost master = ThisHost.here().named("h12").role("master, \"old\"");
        return HostFile.create(file, List.of(master, ThisHost.here().named("h34")), Duration.ofSeconds(1), BEGIN);
    }
}
