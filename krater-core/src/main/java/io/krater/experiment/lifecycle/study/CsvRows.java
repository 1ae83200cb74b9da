package io.krater.experiment.lifecycle.study;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Rows of a CSV file (RFC 4180): fields with commas between, quoted where they have to be. Values are read where they lie
 * in one buffer; only a row longer than it makes it grow.
 */
final class CsvRows implements Rows {
    private static final int BUFFER = 1 << 18;
    private static final int LONGEST_ROW = 1 << 24;

    private final InputStream in;
    private final String file;
    private final Map<String, Integer> header = new LinkedHashMap<>();
    private final int columns;
    private byte[] buffer = new byte[BUFFER];
    /** Where the rows that are not read yet begin and end in the buffer. */
    private int position;

    private int limit;
    /** Where the row that was read last begins; fields are counted from there. */
    private int row;

    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int fields;
    private long line;
    private long nextLine = 1;

    CsvRows(InputStream in, String file) throws IOException {
        this.in = in;
        this.file = file;
        if (!readRow()) {
            throw new StudyFormatException(file, "is empty: the first line must name the columns");
        }
        for (int i = 0; i < fields; i++) {
            String name = text(i).strip();
            if (i == 0 && name.startsWith("\ufeff")) {
                name = name.substring(1).replace("\"", "");
            }
            // R writes its row numbers below an empty name
            if (!name.isEmpty() && header.put(name, i) != null) {
                throw bad("column \"" + name + "\" is there twice");
            }
        }
        columns = fields;
        if (columns == 1 && text(0).indexOf(';') >= 0) {
            throw bad("has semicolons between its columns: export it with commas");
        }
    }

    @Override
    public Set<String> columns() {
        return header.keySet();
    }

    @Override
    public int column(String name) {
        return header.getOrDefault(name, -1);
    }

    @Override
    public boolean next() throws IOException {
        while (readRow()) {
            if (fields == columns) {
                return true;
            }
            if (fields != 1 || starts[0] != ends[0]) { // an empty line is none
                throw bad("has " + fields + " fields where the header has " + columns
                        + (fields < columns ? ": is the file cut off?" : ": is a comma inside a number or text?"));
            }
        }
        return false;
    }

    private boolean readRow() throws IOException {
        fields = 0;
        line = nextLine;
        row = position;
        int at = position;
        boolean quoted = false;
        int start = 0;
        while (true) {
            if (at == limit) {
                int read = at - row;
                boolean more = fill();
                at = row + read;
                if (!more) {
                    return endOfFile(quoted, start, read);
                }
            }
            byte c = buffer[at++];
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                field(start, at - 1 - row);
                start = at - row;
            } else if (c == '\n') {
                nextLine++;
                if (!quoted) {
                    int end = at - 1 - row;
                    field(start, end > start && buffer[at - 2] == '\r' ? end - 1 : end);
                    position = at;
                    return true;
                }
            }
        }
    }

    private boolean endOfFile(boolean quoted, int start, int end) throws StudyFormatException {
        if (quoted) {
            throw bad("a quote is opened and never closed");
        }
        position = limit;
        if (end == 0) {
            return false;
        }
        field(start, end);
        return true;
    }

    /** Notes a field, counted from the row's beginning, without the quotes around it. */
    private void field(int start, int end) {
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, 2 * fields);
            ends = Arrays.copyOf(ends, 2 * fields);
        }
        boolean quotes = end - start >= 2 && buffer[row + start] == '"' && buffer[row + end - 1] == '"';
        starts[fields] = quotes ? start + 1 : start;
        ends[fields] = quotes ? end - 1 : end;
        fields++;
    }

    /** Reads more behind the row, which goes to the front of the buffer; false at the end. */
    private boolean fill() throws IOException {
        int kept = limit - row;
        if (kept == buffer.length) {
            if (kept >= LONGEST_ROW) {
                throw bad("is longer than " + (LONGEST_ROW >> 20) + " MiB: is a quote missing?");
            }
            buffer = Arrays.copyOf(buffer, 2 * kept);
        } else if (row > 0) {
            System.arraycopy(buffer, row, buffer, 0, kept);
        }
        row = 0;
        position = 0;
        limit = kept;
        int read = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(read, 0);
        return read > 0;
    }

    @Override
    public String text(int column) {
        if (column < 0) {
            return "";
        }
        int start = row + starts[column];
        String text = new String(buffer, start, row + ends[column] - start, StandardCharsets.UTF_8);
        return text.indexOf('"') < 0 ? text : text.replace("\"\"", "\"");
    }

    @Override
    public int symbol(int column, Symbols symbols) {
        return column < 0 ? 0 : symbols.of(buffer, row + starts[column], row + ends[column]);
    }

    @Override
    public double number(int column) throws StudyFormatException {
        double plain = column < 0 ? Double.NaN : NumberText.plain(buffer, row + starts[column], row + ends[column]);
        if (!Double.isNaN(plain) || NumberText.isAbsent(text(column))) {
            return plain;
        }
        OptionalDouble number = NumberText.number(text(column));
        if (number.isEmpty()) {
            throw bad(NumberText.notANumber(name(column), text(column)));
        }
        return number.getAsDouble();
    }

    private String name(int column) {
        return header.entrySet().stream()
                .filter(entry -> entry.getValue() == column)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("column " + (column + 1));
    }

    @Override
    public String place() {
        return file + ", line " + line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
