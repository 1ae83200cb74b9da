package io.krater.node;

import io.krater.launch.LogLine;
import io.krater.launch.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads the log file that a CRI runtime writes of a container (kubelet design proposal "CRI: log management"):
 *
 * <pre>
 * 2026-11-22T05:21:40.504478519Z stdout F BENCH_START
 * (1)                            (2)    (3)(4)
 * </pre>
 *
 * (1) when the runtime read it from the pipe, (2) {@code stdout} or {@code stderr}, (3) {@code F} for the end of a line and
 * {@code P} for a part of a line that goes on in a later record of the same stream, (4) the text. The stamp of a line is
 * that of its first part. One thread.
 */
final class CriLogFormat implements LogLineSplitter.Sink {
    private final Consumer<LogLine> lines;
    private final Part out = new Part();
    private final Part err = new Part();
    private long damaged;

    CriLogFormat(Consumer<LogLine> lines) {
        this.lines = lines;
    }

    /** Records that were not of this form, and therefore are in no line. */
    long damaged() {
        return damaged;
    }

    @Override
    public void line(byte[] bytes, int length, boolean truncated) {
        int timeEnd = space(bytes, 0, length);
        int streamEnd = space(bytes, timeEnd + 1, length);
        int tagEnd = space(bytes, streamEnd + 1, length);
        long at = tagEnd < length ? LogTime.parse(bytes, 0, timeEnd) : LogTime.NONE;
        if (at == LogTime.NONE || tagEnd == streamEnd + 1) {
            damaged++;
            return;
        }
        Part part = bytes[streamEnd - 1] == 'r' ? err : out; // stderr or stdout
        part.add(at, bytes, tagEnd + 1, length, truncated);
        if (bytes[streamEnd + 1] == 'F') {
            part.emit(lines);
        }
    }

    /** Takes parts that have no end as lines: the program ended within them. */
    void end() {
        out.emitIfAny(lines);
        err.emitIfAny(lines);
    }

    /** Where the next space is; {@code to} if there is none. */
    private static int space(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != ' ') {
            at++;
        }
        return Math.min(at, to);
    }

    /** A line in the making. */
    private static final class Part {
        private byte[] text = new byte[256];
        private int length;
        private long at = LogTime.NONE;
        private boolean truncated;

        void add(long time, byte[] bytes, int from, int to, boolean cut) {
            if (at == LogTime.NONE) {
                at = time;
            }
            truncated |= cut;
            // bytes, not characters: a runtime cuts where its buffer ends, and that may be within a character
            int kept = Math.min(to - from, LogLineSplitter.LONGEST - length);
            truncated |= kept < to - from;
            if (length + kept > text.length) {
                text = Arrays.copyOf(text, Math.max(length + kept, text.length * 2));
            }
            System.arraycopy(bytes, from, text, length, kept);
            length += kept;
        }

        void emitIfAny(Consumer<LogLine> lines) {
            if (at != LogTime.NONE) {
                emit(lines);
            }
        }

        void emit(Consumer<LogLine> lines) {
            // as of a program's own output: CR LF ends a line as LF does
            int end = !truncated && length > 0 && text[length - 1] == '\r' ? length - 1 : length;
            LogLine line = new LogLine(Stamp.node(at), new String(text, 0, end, StandardCharsets.UTF_8), truncated);
            length = 0;
            at = LogTime.NONE;
            truncated = false;
            lines.accept(line);
        }
    }
}
