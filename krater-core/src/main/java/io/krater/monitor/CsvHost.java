package io.krater.monitor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * A host whose figures somebody else writes into a table: CSV whose first line names the columns, with commas, semicolons or tabs
 * between them, whichever the first line has. Read whole ({@link #read}), or followed while it grows.
 *
 * <pre>{@code
 * CsvHost.at(Path.of("h12.csv"))
 *         .time("Zeit").pattern("dd.MM.yyyy HH:mm:ss", ZoneId.of("Europe/Zurich"))
 *         .decimalComma()
 *         .column(HostQuantity.CPU, "CPU-Last")
 * }</pre>
 *
 * Times are seconds since the Unix epoch, or ISO 8601 dates and times with their zone, until told otherwise. A value that is empty,
 * {@code NA}, {@code NaN}, {@code null} or {@code none} is absent. A row that cannot be understood is named by its line, and the
 * others are kept.
 */
public final class CsvHost implements HostSource {
    private final Path file;
    private final String host;
    private final String role;
    private final CsvLayout layout;

    private CsvHost(Path file, String host, String role, CsvLayout layout) {
        this.file = file;
        this.host = host;
        this.role = role;
        this.layout = layout;
    }

    /** The table in a file; the host's name is the file's up to its first dot, the column of the time is {@code time}. */
    public static CsvHost at(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.indexOf('.', 1);
        return new CsvHost(file, dot < 0 ? name : name.substring(0, dot), "", CsvLayout.plain());
    }

    /** The same with another name. */
    public CsvHost named(String name) {
        return new CsvHost(file, name, role, layout);
    }

    /** The same with a role, such as {@code worker}. */
    public CsvHost role(String name) {
        return new CsvHost(file, host, name, layout);
    }

    /** The same with the name of the column that holds the time. */
    public CsvHost time(String column) {
        return with(layout.time(column));
    }

    /** The same with times as numbers of this unit since the Unix epoch. */
    public CsvHost timeIn(TimeUnit unit) {
        return with(layout.time(layout.clock().unit(unit)));
    }

    /** The same with dates and times that name no zone taken as of this one. */
    public CsvHost zone(ZoneId zone) {
        return with(layout.time(layout.clock().zone(zone)));
    }

    /**
     * The same with times in a format of their own.
     *
     * @param pattern as {@link java.time.format.DateTimeFormatter} has them
     * @param zone the zone where the times name none
     * @throws IllegalArgumentException if it is no pattern
     */
    public CsvHost pattern(String pattern, ZoneId zone) {
        return with(layout.time(layout.clock().zone(zone).pattern(pattern)));
    }

    /** The same with numbers that have a comma where others have a point. */
    public CsvHost decimalComma() {
        return with(layout.withDecimalComma());
    }

    /** The same with a column that holds a quantity. */
    public CsvHost column(HostQuantity quantity, String column) {
        return with(layout.column(new CsvLayout.Value(quantity, column, Map.of())));
    }

    /** The same with a column that holds a quantity in those rows where another column holds a text: a row a value. */
    public CsvHost column(HostQuantity quantity, String column, String keyColumn, String key) {
        return with(layout.column(new CsvLayout.Value(quantity, column, Map.of(keyColumn, key))));
    }

    /** The same with those rows only in which a column holds a text: for tables of several hosts. */
    public CsvHost where(String column, String text) {
        return with(layout.where(column, text));
    }

    private CsvHost with(CsvLayout other) {
        return new CsvHost(file, host, role, other);
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public String role() {
        return role;
    }

    /** Follows the file: what is in it now and what is written later; whoever measures takes what is of its own time. */
    @Override
    public HostProbe open(Duration interval) throws HostSourceException {
        return new CsvProbe(host, file, layout);
    }

    /**
     * A table that was read.
     *
     * @param metrics its series
     * @param odd rows that were left out, each by its line and with the reason
     */
    public record Table(HostMetrics metrics, List<String> odd) {
        /** Copies the list. */
        public Table {
            odd = List.copyOf(odd);
        }
    }

    /**
     * Reads the whole file, packed with gzip where its name ends in {@code .gz}.
     *
     * @throws HostSourceException if it is not there, cannot be read, or lacks a column
     */
    public Table read() throws HostSourceException {
        Map<HostQuantity, HostSeriesBuilder> samples = new LinkedHashMap<>();
        List<String> odd = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            CsvRowReader rows = new CsvRowReader(host, file, layout);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<String> problem = rows.take(
                        line,
                        (quantity, at, value) -> samples.computeIfAbsent(
                                        quantity, none -> HostSeries.of(host, quantity))
                                .add(at, value));
                problem.ifPresent(odd::add);
            }
            rows.requireHeader();
        } catch (HostSourceException told) {
            throw told;
        } catch (IOException failed) {
            throw unreadable(host, file, failed);
        }
        return new Table(
                new HostMetrics(
                        samples.values().stream().map(HostSeriesBuilder::build).toList()),
                odd);
    }

    static HostSourceException unreadable(String host, Path file, IOException failed) {
        return failed instanceof NoSuchFileException
                ? new HostSourceException(host, HostSourceException.Kind.NOT_FOUND, "there is no file " + file, failed)
                : new HostSourceException(
                        host,
                        HostSourceException.Kind.UNREADABLE,
                        file + " cannot be read: " + failed.getMessage(),
                        failed);
    }
}
