package io.krater.cgroup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A short word that is looked for in kernel files, compared eight bytes at a time. Immutable. */
final class Key {
    private static final int LONGEST = 2 * Octets.COUNT;

    private final byte[] word;
    private final int length;
    private final long first;
    private final long firstMask;
    /** The last eight bytes; they overlap the first where the word is shorter than 16, and are the first if under 8. */
    private final long last;

    private final int lastAt;

    Key(String text) {
        word = text.getBytes(StandardCharsets.US_ASCII);
        if (word.length == 0 || word.length > LONGEST) {
            throw new IllegalArgumentException("key must have 1 to " + LONGEST + " bytes, was \"" + text + "\"");
        }
        length = word.length;
        byte[] padded = Arrays.copyOf(word, LONGEST);
        first = Octets.at(padded, 0);
        firstMask = Octets.mask(word.length);
        lastAt = Math.max(0, word.length - Octets.COUNT);
        last = Octets.at(padded, lastAt);
    }

    int length() {
        return length;
    }

    /** Whether the word stands there, whole and before {@code end}; never for a negative place. */
    boolean isAt(byte[] bytes, int end, int at) {
        if (at < 0 || at > end - length) {
            return false;
        }
        if (at + LONGEST > bytes.length) {
            return Arrays.equals(bytes, at, at + length, word, 0, length);
        }
        return (Octets.at(bytes, at) & firstMask) == first && (Octets.at(bytes, at + lastAt) & firstMask) == last;
    }
}
