package io.krater.cgroup.read;

import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A flat keyed file, such as {@code cpu.stat}, {@code memory.stat} and {@code memory.events}:
 *
 * <pre>
 * usage_usec 2210000
 * user_usec 2210000
 * system_usec 0
 * </pre>
 *
 * <p>Which keys there are, and in what order, differs from kernel to kernel, so they are looked up by name. Lines stay
 * where they are from one reading to the next, but for a number that gains a digit: so each key is first looked for where
 * it was, and the file is only walked line by line when one has moved.
 */
final class FlatKeyedParser implements FileParser {
    private static final int UNKNOWN = -1;

    private static final Map<Set<Column>, Key[]> SHARED = new ConcurrentHashMap<>();

    /** Shared by all parsers of the same figures, so that a thousand of them find the keys in the processor's cache. */
    private final Key[] keys;

    /** Where each key's line began. */
    private final int[] lines;

    FlatKeyedParser(Collection<Column> wanted) {
        keys = SHARED.computeIfAbsent(EnumSet.copyOf(wanted), FlatKeyedParser::keysOf);
        lines = new int[keys.length];
        Arrays.fill(lines, UNKNOWN);
    }

    private static Key[] keysOf(Set<Column> columns) {
        return columns.stream().map(Key::of).toArray(Key[]::new);
    }

    @Override
    public void parse(byte[] bytes, int length, Reading into) {
        boolean walked = false;
        for (int i = 0; i < keys.length; i++) {
            Key key = keys[i];
            if (!walked && !(key.isAt(bytes, length, lines[i]) && isLineStart(bytes, lines[i]))) {
                walk(bytes, length);
                walked = true;
            }
            int line = lines[i];
            if (line != UNKNOWN) {
                into.put(key.column(), Decimal.parse(bytes, line + key.length(), length, (byte) '\n'));
            }
        }
    }

    private static boolean isLineStart(byte[] bytes, int at) {
        return at == 0 || bytes[at - 1] == '\n';
    }

    /** Finds each key's first line. */
    private void walk(byte[] bytes, int length) {
        Arrays.fill(lines, UNKNOWN);
        int expected = 0;
        int line = 0;
        while (line < length) {
            int key = keyAt(bytes, length, line, expected);
            if (key != UNKNOWN && lines[key] == UNKNOWN) {
                lines[key] = line;
                expected = key + 1;
            }
            while (line < length && bytes[line] != '\n') {
                line++;
            }
            line++;
        }
    }

    /** The key that a line begins with: most likely the one after the last found. */
    private int keyAt(byte[] bytes, int length, int line, int expected) {
        for (int i = 0; i < keys.length; i++) {
            int key = expected + i < keys.length ? expected + i : expected + i - keys.length;
            if (keys[key].isAt(bytes, length, line)) {
                return key;
            }
        }
        return UNKNOWN;
    }

    @Override
    public Set<Column> columns() {
        Set<Column> set = EnumSet.noneOf(Column.class);
        for (Key key : keys) {
            set.add(key.column());
        }
        return set;
    }
}
