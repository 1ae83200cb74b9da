package io.krater.node;

import io.krater.launch.LineSplitter;
import io.krater.launch.LogLine;
import io.krater.launch.Stamp;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * What a container wrote to one stream, which comes in stamped records, as lines. A runtime ends a record with LF; programs end
 * lines by CR as well, which stays within the record. A line has the stamp of the record in which it begins; the end of one that
 * is longer than is kept has that of the record in which it ends. One thread.
 */
public final class StreamText {
    private static final byte[] LINE_END = {'\n'};

    private final Consumer<LogLine> lines;
    private final LineSplitter splitter = LineSplitter.ofOutput(this::tell);
    private long begunAt = LogTime.NONE;
    private long now = LogTime.NONE;
    private boolean inLongLine;
    private boolean cut;
    private boolean cutBefore;

    public StreamText(Consumer<LogLine> lines) {
        this.lines = lines;
    }

    /** The next bytes of the stream, which are of this time. Bytes, not characters: a record may end within one. */
    public void add(long epochNanos, byte[] bytes, int from, int count) {
        now = epochNanos;
        if (begunAt == LogTime.NONE) {
            begunAt = epochNanos;
        }
        splitter.feed(ByteBuffer.wrap(bytes, from, count));
        if (count > 0 && bytes[from + count - 1] == '\r') {
            begunAt = LogTime.NONE;
        }
    }

    /** The bytes added last were a line's end. */
    public void endLine() {
        splitter.feed(LINE_END, 1);
        begunAt = LogTime.NONE;
    }

    /** Bytes are missing here. */
    void gap() {
        cutLine();
        cutBefore = true;
    }

    /** The rest of the line is not told. */
    public void cutLine() {
        cut = true;
        splitter.end();
        cut = false;
        begunAt = LogTime.NONE;
    }

    /** Nothing more comes: what is there is a line. */
    public void end() {
        splitter.end();
        begunAt = LogTime.NONE;
    }

    private void tell(String text, boolean truncated) {
        long at = begunAt == LogTime.NONE || inLongLine ? now : begunAt;
        lines.accept(new LogLine(Stamp.node(at), text, truncated || cut || cutBefore));
        cutBefore = false;
        begunAt = now;
        inLongLine = truncated && !inLongLine;
    }
}
