package io.krater.node;

import io.krater.launch.LineSplitter;
import io.krater.launch.LogLine;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
 * that of its first part, see {@link StreamText}. One thread.
 */
final class CriLogFormat implements LineSplitter.Sink {
    private final StreamText out;
    private final StreamText err;
    private @Nullable StreamText longOne;
    private long longAt;
    private boolean endsLine;
    private long damaged;

    CriLogFormat(Consumer<LogLine> lines) {
        this.out = new StreamText(lines);
        this.err = new StreamText(lines);
    }

    /** Records that were not of this form, and therefore are in no line. */
    long damaged() {
        return damaged;
    }

    @Override
    public void line(byte[] bytes, int from, int length, boolean truncated) {
        StreamText begun = longOne;
        longOne = null;
        if (truncated && begun != null) { // the end of a record that is longer than any runtime's should be
            begun.add(longAt, bytes, from, length);
            endLine(begun);
            return;
        }
        int to = from + length;
        int timeEnd = space(bytes, from, to);
        int streamEnd = space(bytes, timeEnd + 1, to);
        int tagEnd = space(bytes, streamEnd + 1, to);
        long at = tagEnd < to ? LogTime.parse(bytes, from, timeEnd) : LogTime.NONE;
        if (at == LogTime.NONE || tagEnd == streamEnd + 1) {
            damaged++;
            return;
        }
        StreamText text = bytes[streamEnd - 1] == 'r' ? err : out; // stderr or stdout
        text.add(at, bytes, tagEnd + 1, to - tagEnd - 1);
        endsLine = bytes[streamEnd + 1] == 'F';
        if (truncated) {
            text.gap();
            longOne = text;
            longAt = at;
        } else {
            endLine(text);
        }
    }

    private void endLine(StreamText text) {
        if (endsLine) {
            text.endLine();
        }
    }

    /** Takes parts that have no end as lines: the program ended within them. */
    void end() {
        out.end();
        err.end();
    }

    /** Where the next space is; {@code to} if there is none. */
    private static int space(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != ' ') {
            at++;
        }
        return Math.min(at, to);
    }
}
