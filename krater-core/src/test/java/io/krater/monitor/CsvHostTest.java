package io.krater.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvHostTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void readsTheColumnsThatItIsToldOf() throws IOException {
        Path file =
                write("h12.site.csv", "time,cpu_pct,note,mem\n1613401076.25,12.5,\"a, b\",40\n1613401077.25,NA,,41\n");
        CsvHost host = CsvHost.at(file)
                .role("master")
                .column(HostQuantity.CPU, "cpu_pct")
                .column(HostQuantity.MEMORY, "mem");

        CsvHost.Table table = host.read();

        assertThat(host.host()).isEqualTo("h12");
        assertThat(table.odd()).isEmpty();
        HostSeries cpu = table.metrics().of("h12", HostQuantity.CPU).orElseThrow();
        assertThat(cpu.values()).containsExactly(12.5);
        assertThat(cpu.epochNanos(0)).isEqualTo(1_613_401_076_250_000_000L);
        assertThat(table.metrics().of("h12", HostQuantity.MEMORY).orElseThrow().values())
                .containsExactly(40, 41);
    }

    @Test
    void readsSemicolonsDecimalCommasAndTimesOfAZone() throws IOException {
        Path file = write("h.csv", "\ufeffZeit;Last\r\n15.02.2021 15:57:56;12,5\r\n15.02.2021 15:57:57;1.234,5\r\n");

        CsvHost.Table table = CsvHost.at(file)
                .time("Zeit")
                .pattern("dd.MM.yyyy HH:mm:ss", ZoneId.of("Europe/Zurich"))
                .decimalComma()
                .column(HostQuantity.CPU, "Last")
                .read();

        HostSeries cpu = table.metrics().of("h", HostQuantity.CPU).orElseThrow();
        assertThat(cpu.values()).containsExactly(12.5);
        assertThat(cpu.epochNanos(0)).isEqualTo(nanos("2021-02-15T14:57:56Z"));
        assertThat(table.odd())
                .containsExactly(file + ", line 3: Last must be a number with a decimal comma, was \"1.234,5\"");
    }

    @Test
    void takesTheRowsOfAHostAndAQuantityOutOfALongTable() throws IOException {
        Path file = write(
                "all.csv", "time,hostname,metric,value\n1,h12,cpu,10\n1,h34,cpu,20\n1,h12,mem,30\n2,h12,cpu,11\n");

        HostMetrics metrics = CsvHost.at(file)
                .named("h12")
                .where("hostname", "h12")
                .column(HostQuantity.CPU, "value", "metric", "cpu")
                .column(HostQuantity.MEMORY, "value", "metric", "mem")
                .read()
                .metrics();

        assertThat(metrics.of("h12", HostQuantity.CPU).orElseThrow().values()).containsExactly(10, 11);
        assertThat(metrics.of("h12", HostQuantity.MEMORY).orElseThrow().values())
                .containsExactly(30);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1613401076                | 2021-02-15T14:57:56Z
                    1613401076.000000001      | 2021-02-15T14:57:56.000000001Z
                    2021-02-15T14:57:56Z      | 2021-02-15T14:57:56Z
                    2021-02-15 15:57:56+01:00 | 2021-02-15T14:57:56Z
                    2021-02-15 15:57:56 +0100 | 2021-02-15T14:57:56Z
                    2021-02-15T14:57:56.5Z    | 2021-02-15T14:57:56.500Z
                    """)
    void understandsTimes(String text, String instant) {
        assertThat(CsvTime.usual().nanos(text, 0)).isEqualTo(nanos(instant));
    }

    @Test
    void tellsTheTwoHoursApartWhenClocksAreSetBackAndKnowsTheOneThatIsSkipped() {
        CsvTime zurich = CsvTime.usual().zone(ZoneId.of("Europe/Zurich"));
        long first = zurich.nanos("2021-10-31T02:30:00", nanos("2021-10-31T00:29:00Z"));
        assertThat(first).isEqualTo(nanos("2021-10-31T00:30:00Z"));
        assertThat(zurich.nanos("2021-10-31T02:10:00", first)).isEqualTo(nanos("2021-10-31T01:10:00Z"));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> zurich.nanos("2021-03-28T02:30:00", 0))
                .withMessageContaining("there was no such time in Europe/Zurich");
    }

    @Test
    void namesOddRowsByLineAndKeepsTheRest() throws IOException {
        Path file = write(
                "h.csv",
                "time,cpu\n1,10\nyesterday,11\n3,\"12,5\"\n4,13,5\n5\n1613401076000,14\n2021-02-15T14:57:56,15\n7,Infinity\n\n9,16\n");

        CsvHost.Table table = CsvHost.at(file).column(HostQuantity.CPU, "cpu").read();

        assertThat(table.metrics().of("h", HostQuantity.CPU).orElseThrow().values())
                .containsExactly(10, 16);
        assertThat(table.odd())
                .extracting(odd -> odd.replace(file.toString(), ""))
                .containsExactly(
                        ", line 3: the time must be seconds since 1970 or like 2021-02-15T14:57:56Z, was \"yesterday\"",
                        ", line 4: cpu must be a number with a decimal point, was \"12,5\" (decimalComma() takes commas)",
                        ", line 5: it has 3 fields where the first line has 2: is a comma inside a number?",
                        ", line 6: it has 1 fields where the first line has 2: is it cut off?",
                        ", line 7: the time must be in seconds, was 1613401076000: are these milliseconds"
                                + " (timeIn(TimeUnit.MILLISECONDS))?",
                        ", line 8: the time names no zone (zone(ZoneId) tells which it is), was \"2021-02-15T14:57:56\"",
                        ", line 9: cpu must be a number with a decimal point, was \"Infinity\"");
    }

    @Test
    void readsMillisecondsAndGzip() throws IOException {
        Path file = folder.resolve("h.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("t,cpu\n1613401076250,1\n".getBytes(StandardCharsets.UTF_8));
        }
        HostSeries cpu = CsvHost.at(file)
                .time("t")
                .timeIn(TimeUnit.MILLISECONDS)
                .column(HostQuantity.CPU, "cpu")
                .read()
                .metrics()
                .of("h", HostQuantity.CPU)
                .orElseThrow();
        assertThat(cpu.epochNanos(0)).isEqualTo(1_613_401_076_250_000_000L);
    }

    @Test
    void saysWhichFileOrColumnIsMissing() throws IOException {
        Path file = write("h.csv", "time,cpu\n");
        Path empty = write("empty.csv", "");
        refused(CsvHost.at(folder.resolve("none.csv")), "host none: there is no file");
        refused(CsvHost.at(file).column(HostQuantity.CPU, "load"), "has no column \"load\", only [cpu, time]");
        refused(CsvHost.at(file).time("stamp"), "has no column \"stamp\"");
        refused(CsvHost.at(empty), "is empty: its first line must name the columns");
    }

    private static void refused(CsvHost host, String message) {
        assertThatExceptionOfType(HostSourceException.class)
                .isThrownBy(host::read)
                .withMessageContaining(message);
    }

    @Test
    void followsAFileWhileItGrowsAndStartsAnewWhereItWasReplaced() throws IOException {
        Path file = folder.resolve("h.csv");
        HostRecorder recorder =
                new HostRecorder(CsvHost.at(file).column(HostQuantity.CPU, "cpu"), SECOND, 100_000_000_000L);
        recorder.read(100_000_000_000L); // not there yet
        Files.writeString(file, "time,cpu\n99,1\n101,2\n10");
        recorder.read(101_000_000_000L);
        Files.writeString(file, "2,3\n103,oops\n", StandardOpenOption.APPEND);
        recorder.read(103_000_000_000L);
        Files.writeString(file, "time,cpu\n104,5\n105,6");
        recorder.read(105_000_000_000L);
        recorder.readLast(106_000_000_000L);

        List<Double> values = new ArrayList<>();
        for (double value : recorder.series().get(0).values()) {
            values.add(value);
        }
        assertThat(values).containsExactly(2.0, 3.0, 5.0, 6.0);
        assertThat(recorder.problems())
                .extracting(HostProblem::message)
                .satisfiesExactly(
                        absent -> assertThat(absent).contains("there is no file"),
                        odd -> assertThat(odd).contains("line 5: cpu must be a number"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static long nanos(String instant) {
        Instant at = Instant.parse(instant);
        return at.getEpochSecond() * 1_000_000_000L + at.getNano();
    }
}
