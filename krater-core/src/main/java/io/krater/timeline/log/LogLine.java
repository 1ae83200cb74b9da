package io.krater.timeline.log;

import java.nio.charset.StandardCharsets;

/**
 * A line of a log, valid only while it is handed over: the bytes are the reader's buffer.
 *
 * @param bytes the buffer
 * @param from where the line begins in it
 * @param length in bytes, without the line's end
 * @param number counted from 1
 */
@SuppressWarnings("ArrayRecordComponent") // a view of a buffer, never compared
public record LogLine(byte[] bytes, int from, int length, long number) {
    private static final int SHOWN = 80;

    /** The line as UTF-8; what is no UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** Its beginning, without what would disturb a terminal. */
    String shown() {
        String start = new String(bytes, from, Math.min(length, SHOWN), StandardCharsets.UTF_8);
        return start.replaceAll("\\p{Cntrl}|\\p{Cf}|\\ufffd", "?") + (length > SHOWN ? "..." : "");
    }

    /** Whether there are control characters that no text has, or bytes that are not UTF-8. */
    boolean isBinary() {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t' && bytes[i] != 0x1b) {
                return true;
            }
        }
        return text().indexOf('\ufffd') >= 0;
    }
}
