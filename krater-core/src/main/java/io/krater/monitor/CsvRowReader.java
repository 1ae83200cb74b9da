package io.krater.monitor;

import io.krater.monitor.HostSourceException.Kind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes samples of a table's lines, one after the other. Not thread-safe. */
final class CsvRowReader {
    /** How R, pandas, Netdata and MongoDB write that there is no value. */
    private static final Set<String> ABSENT = Set.of("", "na", "nan", "null", "none");

    private final String host;
    private final Path file;
    private final CsvLayout layout;
    private final Map<String, Integer> columns = new HashMap<>();
    private char separator = ',';
    private int fields;
    private long line;
    private long before = Long.MIN_VALUE;

    CsvRowReader(String host, Path file, CsvLayout layout) {
        this.host = host;
        this.file = file;
        this.layout = layout;
    }

    /**
     * Takes the next line.
     *
     * @return why it gave nothing or less than it should; empty where all is well
     * @throws HostSourceException if it is the first and lacks a column
     */
    Optional<String> take(String text, HostProbe.Sink sink) throws HostSourceException {
        line++;
        if (line == 1) {
            header(text);
            return Optional.empty();
        }
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            List<String> row = CsvFields.split(text, separator);
            if (row.size() != fields) {
                throw new IllegalArgumentException("it has " + row.size() + " fields where the first line has " + fields
                        + (row.size() > fields ? ": is a comma inside a number?" : ": is it cut off?"));
            }
            return holds(row, layout.rows()) ? values(row, sink) : Optional.empty();
        } catch (IllegalArgumentException bad) {
            return Optional.of(odd(String.valueOf(bad.getMessage())));
        }
    }

    private String odd(String why) {
        return file + ", line " + line + ": " + why;
    }

    private void header(String text) throws HostSourceException {
        String first = text.startsWith("\ufeff") ? text.substring(1) : text;
        separator = first.indexOf(';') >= 0 ? ';' : first.indexOf('\t') >= 0 ? '\t' : ',';
        List<String> names = CsvFields.split(first, separator);
        fields = names.size();
        for (int i = 0; i < fields; i++) {
            columns.putIfAbsent(names.get(i).strip(), i);
        }
        require(layout.timeColumn());
        for (String column : layout.rows().keySet()) {
            require(column);
        }
        for (CsvLayout.Value value : layout.values()) {
            require(value.column());
            for (String column : value.rows().keySet()) {
                require(column);
            }
        }
    }

    private void require(String column) throws HostSourceException {
        if (!columns.containsKey(column)) {
            throw new HostSourceException(
                    host,
                    Kind.NOT_FOUND,
                    file + " has no column \"" + column + "\", only "
                            + columns.keySet().stream().sorted().toList());
        }
    }

    /**
     * Makes sure that there was a first line.
     *
     * @throws HostSourceException if there was none
     */
    void requireHeader() throws HostSourceException {
        if (line == 0) {
            throw new HostSourceException(
                    host, Kind.MALFORMED, file + " is empty: its first line must name the columns");
        }
    }

    private boolean holds(List<String> row, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(each -> text(row, each.getKey()).equals(each.getValue()));
    }

    private String text(List<String> row, String column) {
        return row.get(columns.getOrDefault(column, 0)).strip();
    }

    private Optional<String> values(List<String> row, HostProbe.Sink sink) {
        long at = layout.clock().nanos(text(row, layout.timeColumn()), before);
        before = at;
        Optional<String> problem = Optional.empty();
        for (CsvLayout.Value value : layout.values()) {
            String text = text(row, value.column());
            if (holds(row, value.rows()) && !ABSENT.contains(text.toLowerCase(Locale.ROOT))) {
                try {
                    sink.sample(value.quantity(), at, number(text));
                } catch (IllegalArgumentException bad) {
                    problem = Optional.of(odd(value.column() + " " + bad.getMessage()));
                }
            }
        }
        return problem;
    }

    private double number(String text) {
        String plain = layout.decimalComma() ? text.replace(',', '.') : text;
        boolean mixed = layout.decimalComma() && text.indexOf('.') >= 0;
        if (mixed || !plain.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            throw new IllegalArgumentException("must be a number with a decimal "
                    + (layout.decimalComma() ? "comma" : "point") + ", was \"" + text + "\""
                    + (!layout.decimalComma() && text.indexOf(',') >= 0 ? " (decimalComma() takes commas)" : ""));
        }
        double value = Double.parseDouble(plain);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("must be finite, was \"" + text + "\"");
        }
        return value;
    }
}
