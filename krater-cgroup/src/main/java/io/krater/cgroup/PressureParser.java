package io.krater.cgroup;

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
final class PressureParser implements FileParser {
    private static final byte[] TOTAL = " total=".getBytes(StandardCharsets.US_ASCII);

    private final Column[] columns;
    private final byte[][] names;

    PressureParser(Collection<Column> wanted) {
        columns = wanted.toArray(Column[]::new);
        names = Arrays.stream(columns)
                .map(column -> (column.key() + " ").getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    @Override
    public void parse(byte[] bytes, int length, Reading into) {
        int line = 0;
        while (line < length) {
            int end = line;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            for (int i = 0; i < names.length; i++) {
                if (matches(bytes, line, end, names[i])) {
                    into.put(columns[i].index(), total(bytes, line, end, length));
                }
            }
            line = end + 1;
        }
    }

    private static long total(byte[] bytes, int line, int end, int length) {
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
