package io.krater.result.rund;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines of fields between blanks, from a file that is read as a whole. Blank lines do not count. Not thread-safe. */
final class Fields {
    private static final int MOST_DIGITS = 18;

    private final byte[] bytes;
    private int at;
    private int end;
    private int line;

    private Fields(byte[] bytes) {
        this.bytes = bytes;
    }

    static Fields of(Path file) throws IOException {
        return new Fields(Files.readAllBytes(file));
    }

    /** Goes on to the next line that is not blank; false where there is none. */
    boolean nextLine() {
        int from = line == 0 ? 0 : end + 1;
        while (from < bytes.length) {
            int to = from;
            boolean blank = true;
            while (to < bytes.length && bytes[to] != '\n') {
                blank &= isBlank(bytes[to]);
                to++;
            }
            line++;
            at = from;
            end = to;
            if (!blank) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    /** The line's number in the file, from 1 up. */
    int line() {
        return line;
    }

    /** The line's next field; empty where it has no more. */
    String text() {
        skipBlanks();
        int from = at;
        while (at < end && !isBlank(bytes[at])) {
            at++;
        }
        return new String(bytes, from, at - from, StandardCharsets.UTF_8);
    }

    /** The line's next field as a number that is not negative; -1 where it is none or there is no field. */
    long number() {
        skipBlanks();
        long value = 0;
        int from = at;
        boolean digits = true;
        while (at < end && !isBlank(bytes[at])) {
            int digit = bytes[at] - '0';
            digits &= digit >= 0 && digit <= 9 && at - from < MOST_DIGITS;
            value = value * 10 + digit;
            at++;
        }
        return digits && at > from ? value : -1;
    }

    /** Whether the line has no more fields. */
    boolean atEnd() {
        skipBlanks();
        return at >= end;
    }

    /** The line as it stands, cut where it is long. */
    String whole() {
        int from = end;
        while (from > 0 && bytes[from - 1] != '\n') {
            from--;
        }
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8).strip();
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private void skipBlanks() {
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
