package io.krater.cgroup.read;

import io.krater.sample.Column;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A column's key as it begins a line, with the blank after it; compared eight bytes at a time. Immutable. */
final class Key {
    private static final int LONGEST = 2 * Swar.COUNT;

    private final Column column;
    private final byte[] word;
    private final int length;
    private final long first;
    private final long mask;
    /** The last eight bytes; they overlap the first where the word is shorter than 16, and are the first if under 8. */
    private final long last;

    private final int lastAt;

    private Key(Column column, byte[] word) {
        if (word.length > LONGEST) {
            throw new IllegalArgumentException("key must have at most " + LONGEST + " bytes, was " + column.key());
        }
        this.column = column;
        this.word = word;
        length = word.length;
        byte[] padded = Arrays.copyOf(word, LONGEST);
        first = Swar.at(padded, 0);
        mask = Swar.mask(length);
        lastAt = Math.max(0, length - Swar.COUNT);
        last = Swar.at(padded, lastAt);
    }

    static Key of(Column column) {
        return new Key(column, (column.key() + " ").getBytes(StandardCharsets.US_ASCII));
    }

    Column column() {
        return column;
    }

    int length() {
        return length;
    }

    /** Whether the key stands there, whole and before {@code end}; never for a negative place. */
    boolean isAt(byte[] bytes, int end, int at) {
        if (at < 0 || at > end - length) {
            return false;
        }
        if (at + LONGEST > bytes.length) {
            return Arrays.equals(bytes, at, at + length, word, 0, length);
        }
        return (Swar.at(bytes, at) & mask) == first && (Swar.at(bytes, at + lastAt) & mask) == last;
    }
}
