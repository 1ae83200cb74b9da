package io.krater.node;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Splits bytes that come in pieces into lines, keeping at most a bounded part of each. One thread. */
public final class LogLineSplitter {
    /** Bytes that are kept of a line; contract lines are far shorter, and a CRI record holds at most 16 KiB. */
    static final int LONGEST = 64 * 1024;

    private final Sink sink;
    private byte[] line = new byte[1024];
    private int length;
    private boolean truncated;

    /** Hears of lines. */
    public interface Sink {
        /**
         * A line without its end.
         *
         * @param bytes holds it from 0; reused afterwards
         */
        void line(byte[] bytes, int length, boolean truncated);
    }

    public LogLineSplitter(Sink sink) {
        this.sink = sink;
    }

    public void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                flush();
            } else if (length < LONGEST) {
                if (length == line.length) {
                    line = Arrays.copyOf(line, Math.min(LONGEST, length * 2));
                }
                line[length++] = next;
            } else {
                truncated = true;
            }
        }
    }

    /** Takes what is there as a line, if anything is: the last line may have no end. */
    public void end() {
        if (length > 0) {
            flush();
        }
    }

    /** Forgets what is there: the rest will never come, or comes again from its beginning. */
    public void reset() {
        length = 0;
        truncated = false;
    }

    private void flush() {
        int taken = length;
        boolean cut = truncated;
        length = 0;
        truncated = false;
        sink.line(line, taken, cut);
    }
}
