package io.krater.timeline.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into lines, none longer than {@value #LONGEST} bytes in memory. */
final class LogLines {
    static final int LONGEST = 1 << 20;
    private static final int BLOCK = 1 << 16;

    /** Takes lines. */
    interface Handler {
        void line(LogLine line);

        /** A line that was too long; its beginning is handed over. */
        void tooLong(LogLine beginning);
    }

    private final InputStream in;
    private final Handler handler;
    private byte[] buffer = new byte[BLOCK];
    private int filled;
    private long number;
    private boolean skipping;

    LogLines(InputStream in, Handler handler) {
        this.in = in;
        this.handler = handler;
    }

    /** Reads to the end; a last line without an end is a line too. Returns how many there were. */
    long read() throws IOException {
        int searched = 0;
        while (true) {
            if (filled == buffer.length && !makeRoom()) {
                searched = 0;
            }
            int got = in.read(buffer, filled, buffer.length - filled);
            if (got < 0) {
                break;
            }
            filled += got;
            searched = lines(searched);
        }
        if (filled > 0 || skipping) {
            end(0, filled);
        }
        return number;
    }

    /** Hands over the whole lines, moves the rest to the front, and returns up to where it was searched. */
    private int lines(int searched) {
        int start = 0;
        for (int i = searched; i < filled; i++) {
            if (buffer[i] == '\n') {
                end(start, i);
                start = i + 1;
            }
        }
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        return filled;
    }

    /** False where the line in the buffer is given up, because there must be no more room. */
    private boolean makeRoom() {
        if (buffer.length < LONGEST) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            return true;
        }
        if (!skipping) {
            handler.tooLong(new LogLine(buffer, 0, filled, number + 1));
            skipping = true;
        }
        filled = 0;
        return false;
    }

    private void end(int start, int end) {
        number++;
        if (skipping) {
            skipping = false;
            return;
        }
        int from = number == 1 && startsWithByteOrderMark(end) ? start + 3 : start;
        int length = end > from && buffer[end - 1] == '\r' ? end - 1 - from : end - from;
        if (length > 0) {
            handler.line(new LogLine(buffer, from, length, number));
        }
    }

    private boolean startsWithByteOrderMark(int end) {
        return end >= 3 && buffer[0] == (byte) 0xef && buffer[1] == (byte) 0xbb && buffer[2] == (byte) 0xbf;
    }
}
