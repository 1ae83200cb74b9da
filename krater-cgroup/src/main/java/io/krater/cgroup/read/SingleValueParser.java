package io.krater.cgroup.read;

import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.util.Arrays;
import java.util.Set;

/**
 * A file that holds one number and a line's end, such as {@code memory.current}:
 *
 * <pre>
 * 1036288
 * </pre>
 */
final class SingleValueParser implements FileParser {
    private static final SingleValueParser[] OF_COLUMNS =
            Arrays.stream(Column.values()).map(SingleValueParser::new).toArray(SingleValueParser[]::new);

    private final Column column;
    private final int index;

    private SingleValueParser(Column column) {
        this.column = column;
        this.index = column.index();
    }

    /** The parser for a column. It remembers nothing, so that all files share it. */
    static SingleValueParser of(Column column) {
        return OF_COLUMNS[column.index()];
    }

    @Override
    public void parse(byte[] bytes, int length, Reading into) {
        long value = Decimal.parse(bytes, 0, length, (byte) '\n');
        into.put(index, length > 0 && bytes[length - 1] == '\n' ? value : Decimal.NONE);
    }

    @Override
    public Set<Column> columns() {
        return Set.of(column);
    }
}
