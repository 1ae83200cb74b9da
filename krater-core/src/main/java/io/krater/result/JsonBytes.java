package io.krater.result;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A JSON document as bytes, read through a window that moves over it; knows where it stands. Not thread-safe.
 *
 * <p>A zero byte stands behind the last byte of the window, so that a loop over digits or spaces ends there without
 * looking at a bound each time.
 */
final class JsonBytes {
    /** After {@link #ahead} so many bytes are in the window, unless the document ends before: no number is longer. */
    static final int AHEAD = 64;

    private static final int WINDOW = 1 << 15;

    private final InputStream in;
    private byte[] window = new byte[WINDOW + 1];
    private int at;
    private int end;
    private long before;
    private long line = 1;
    private long lineStart;
    private boolean ended;

    JsonBytes(InputStream in) {
        this.in = in;
    }

    /** Steps over a byte order mark, which some editors leave. */
    void skipMark() throws IOException {
        ahead();
        if (end >= 3 && window[0] == (byte) 0xEF && window[1] == (byte) 0xBB && window[2] == (byte) 0xBF) {
            at = 3;
        }
    }

    /** Steps over white space; the byte found is not consumed. 0 to 255, or -1 at the document's end. */
    int space() throws IOException {
        while (true) {
            byte next = window[at];
            if (next > ' ') {
                return next;
            }
            if (next == ' ' || next == '\r' || next == '\t') {
                at++;
            } else if (next == '\n') {
                at++;
                line++;
                lineStart = before + at;
            } else if (at < end) {
                return next & 0xff;
            } else if (!fill()) {
                return -1;
            }
        }
    }

    /** Makes sure that {@link #AHEAD} bytes are in the window, if the document has so many. */
    void ahead() throws IOException {
        while (end - at < AHEAD && !ended) {
            fill();
        }
    }

    /** The byte here, 0 at the document's end; only within what {@link #ahead} brought. */
    byte peek() {
        return window[at];
    }

    /** The byte so many places from here; only within what {@link #ahead} brought. */
    byte peek(int offset) {
        return window[at + offset];
    }

    void step(int bytes) {
        at += bytes;
    }

    /** The byte here, consumed. */
    int take() throws IOException {
        if (at == end && !fill()) {
            throw tooShort();
        }
        return window[at++] & 0xff;
    }

    EOFException tooShort() {
        return new EOFException("the file ends too early " + where());
    }

    /** Whether these bytes stand here; consumes them if so. */
    boolean takes(byte[] expected) {
        if (end - at >= expected.length
                && Arrays.equals(window, at, at + expected.length, expected, 0, expected.length)) {
            at += expected.length;
            return true;
        }
        return false;
    }

    /** How many bytes from here on stand in a string as they are: neither its end, an escape, a control nor beyond ASCII. */
    int plain() {
        int i = at;
        while (window[i] >= ' ' && window[i] != '"' && window[i] != '\\') {
            i++;
        }
        return i - at;
    }

    /** Takes so many bytes of the window as characters. */
    String take(int bytes) {
        String text = new String(window, at, bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        at += bytes;
        return text;
    }

    /** Digits from here on, consumed, as a number; more than 18 do not fit. */
    long digits() {
        long value = 0;
        int digit = window[at] - '0';
        while (digit >= 0 && digit <= 9) {
            value = value * 10 + digit;
            digit = window[++at] - '0';
        }
        return value;
    }

    /** How many bytes of the document lie before this place. */
    long place() {
        return before + at;
    }

    boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        System.arraycopy(window, at, window, 0, end - at);
        before += at;
        end -= at;
        at = 0;
        int read = in.read(window, end, window.length - 1 - end);
        ended = read < 0;
        end += Math.max(0, read);
        window[end] = 0;
        return !ended;
    }

    String where() {
        return "at line " + line + ", column " + (before + at - lineStart + 1);
    }
}
