package io.krater.cgroup.read;

import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * A pressure stall information file ({@code cpu.pressure}, {@code /proc/pressure/io}): the total stall time of the
 * {@code some} and {@code full} lines, in microseconds.
 *
 * <pre>
 * some avg10=0.00 avg60=0.00 avg300=0.00 total=0
 * full avg10=0.00 avg60=0.00 avg300=0.00 total=0
 * </pre>
 *
 * <p>Source: Documentation/accounting/psi.rst.
 */
public final class PressureParser implements FileParser {
    private static final byte[] TOTAL = " total=".getBytes(StandardCharsets.US_ASCII);

    private final Column[] columns;
    private final byte[][] names;

    public PressureParser(Collection<Column> wanted) {
        columns = wanted.toArray(Column[]::new);
        names = Arrays.stream(columns)
                .map(column -> (column.key() + " ").getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    @Override
    public void parse(byte[] bytes, int length, Reading into) {
        for (int i = 0; i < names.length; i++) {
            int line = find(bytes, length, names[i]);
            if (line < length) {
                into.put(columns[i].index(), total(bytes, line, length));
            }
        }
    }

    /** The first line that begins with a word, or {@code length}. */
    private static int find(byte[] bytes, int length, byte[] word) {
        int line = 0;
        while (line < length && !matches(bytes, line, length, word)) {
            line = lineEnd(bytes, line, length) + 1;
        }
        return Math.min(line, length);
    }

    private static int lineEnd(byte[] bytes, int from, int length) {
        int end = from;
        while (end < length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static long total(byte[] bytes, int line, int length) {
        int end = lineEnd(bytes, line, length);
        for (int at = line; at < end; at++) {
            if (matches(bytes, at, end, TOTAL)) {
                return Decimal.parse(bytes, at + TOTAL.length, length, (byte) '\n');
            }
        }
        return Decimal.NONE;
    }

    private static boolean matches(byte[] bytes, int at, int end, byte[] word) {
        if (end - at < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Set<Column> columns() {
        Set<Column> set = EnumSet.noneOf(Column.class);
        set.addAll(Arrays.asList(columns));
        return set;
    }
}
