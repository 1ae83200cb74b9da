package io.krater.launch.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines, in memory that does not depend on what comes in: a line longer than
 * {@link #MAX_LINE} is told as soon as that much of it is there, and its rest is dropped. Lines end with LF or CR LF;
 * bytes that are not UTF-8 become replacement characters. Not thread-safe.
 */
public final class LineSplitter {
    /** Bytes of a line that are kept. */
    static final int MAX_LINE = 64 * 1024;

    /** Takes the lines. */
    public interface Sink {
        /** A line without its end. */
        void line(String text, boolean truncated);
    }

    private final Sink sink;
    private byte[] begun = new byte[512];
    private int begunLength;
    private boolean dropping;

    public LineSplitter(Sink sink) {
        this.sink = sink;
    }

    /** Takes the next bytes of the stream; none of the array is kept. */
    public void feed(byte[] bytes, int length) {
        int from = 0;
        while (from < length) {
            int end = indexOfLineFeed(bytes, from, length);
            if (end < 0) {
                unfinished(bytes, from, length - from);
                return;
            }
            finished(bytes, from, end - from);
            from = end + 1;
        }
    }

    /** The stream is at its end: what is left is a line too. */
    public void end() {
        if (begunLength > 0) {
            tell(begun, 0, begunLength);
        }
        begunLength = 0;
        dropping = false;
    }

    private static int indexOfLineFeed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void finished(byte[] bytes, int from, int length) {
        if (dropping) {
            dropping = false;
        } else if (begunLength == 0 && length <= MAX_LINE) {
            tell(bytes, from, length);
        } else {
            unfinished(bytes, from, length);
            if (!dropping) {
                tell(begun, 0, begunLength);
            }
            dropping = false;
        }
        begunLength = 0;
    }

    /** Keeps the beginning of a line, and tells it once it is as long as a line may be. */
    private void unfinished(byte[] bytes, int from, int length) {
        if (dropping) {
            return;
        }
        int kept = Math.min(length, MAX_LINE - begunLength);
        if (begunLength + kept > begun.length) {
            int grown = Math.max(begunLength + kept, Math.min(begun.length * 2, MAX_LINE));
            begun = Arrays.copyOf(begun, grown);
        }
        System.arraycopy(bytes, from, begun, begunLength, kept);
        begunLength += kept;
        if (kept < length) {
            int whole = wholeCharacters(begun, begunLength);
            sink.line(new String(begun, 0, whole, StandardCharsets.UTF_8), true);
            begunLength = 0;
            dropping = true;
        }
    }

    private void tell(byte[] bytes, int from, int length) {
        int text = length > 0 && bytes[from + length - 1] == '\r' ? length - 1 : length;
        sink.line(new String(bytes, from, text, StandardCharsets.UTF_8), false);
    }

    /** The length without a character of UTF-8 that was cut in two at the end. */
    private static int wholeCharacters(byte[] bytes, int length) {
        for (int back = 1; back <= 3; back++) {
            int lead = bytes[length - back] & 0xff;
            if (lead < 0x80) {
                return length;
            }
            if (lead >= 0xc0) {
                int needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return needed > back ? length - back : length;
            }
        }
        return length;
    }
}
