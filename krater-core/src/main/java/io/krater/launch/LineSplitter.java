package io.krater.launch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines, in memory that does not depend on what comes in. Not thread-safe.
 *
 * <p>A line longer than {@link #MAX_LINE} is told as soon as that much of it is there. Its rest is dropped but for the last
 * {@link #MAX_END} bytes, which are told as a line of their own when it ends: a gate's word may stand behind a progress
 * bar that never ended its line.
 */
public final class LineSplitter {
    /** Bytes of a line that are kept. */
    public static final int MAX_LINE = 64 * 1024;

    /** Bytes that are kept of the end of a longer line. */
    public static final int MAX_END = 4 * 1024;

    /** Takes the lines. */
    public interface Sink {
        /**
         * A line without its end.
         *
         * @param bytes holds it; reused afterwards
         * @param truncated whether it is the beginning or the end of a line that was longer than is kept
         */
        void line(byte[] bytes, int from, int length, boolean truncated);
    }

    /** Takes the lines as text. */
    public interface TextSink {
        /** A line without its end; bytes that are not UTF-8 have become replacement characters. */
        void line(String text, boolean truncated);
    }

    private final Sink sink;
    private final boolean returns;
    private final byte[] end = new byte[MAX_END];
    private byte[] begun = new byte[512];
    private int length;
    private boolean dropping;
    private long dropped;
    private boolean afterReturn;

    private LineSplitter(Sink sink, boolean returns) {
        this.sink = sink;
        this.returns = returns;
    }

    /** For what programs write: a line ends with LF, CR LF, or CR alone, as the steps of a progress bar do. */
    public static LineSplitter ofOutput(TextSink sink) {
        return new LineSplitter(asText(sink), true);
    }

    /** For records whose writer ends each with LF, and which may hold a CR. */
    public static LineSplitter ofRecords(Sink sink) {
        return new LineSplitter(sink, false);
    }

    private static Sink asText(TextSink sink) {
        return (bytes, from, length, truncated) ->
                sink.line(new String(bytes, from, length, StandardCharsets.UTF_8), truncated);
    }

    /** Takes the next bytes of the stream; none of the array is kept. */
    public void feed(byte[] bytes, int count) {
        int from = 0;
        if (afterReturn && count > 0) {
            afterReturn = false;
            from = bytes[0] == '\n' ? 1 : 0;
        }
        while (from < count) {
            int to = indexOfEnd(bytes, from, count);
            if (to < 0) {
                add(bytes, from, count - from);
                return;
            }
            finish(bytes, from, to - from);
            from = to + 1;
            if (bytes[to] == '\r') {
                afterReturn = from == count;
                from += from < count && bytes[from] == '\n' ? 1 : 0;
            }
        }
    }

    /** Takes what a buffer has left. */
    public void feed(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        feed(bytes, bytes.length);
    }

    /** The stream is at its end: what is left is a line too. */
    public void end() {
        if (length > 0 || dropping) {
            finish(begun, 0, 0);
        }
        reset();
    }

    /** Forgets what is there: the rest will never come, or comes again from its beginning. */
    public void reset() {
        length = 0;
        dropping = false;
        dropped = 0;
        afterReturn = false;
    }

    private int indexOfEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n' || (returns && bytes[i] == '\r')) {
                return i;
            }
        }
        return -1;
    }

    /** A line ends with these bytes. */
    private void finish(byte[] bytes, int from, int count) {
        if (!dropping && length == 0 && count <= MAX_LINE) {
            sink.line(bytes, from, count, false);
            return;
        }
        add(bytes, from, count);
        if (dropping) {
            tellEnd();
        } else {
            int whole = length;
            length = 0;
            sink.line(begun, 0, whole, false);
        }
    }

    private void tellEnd() {
        int kept = (int) Math.min(dropped, MAX_END);
        int at = (int) (dropped % MAX_END);
        byte[] text = new byte[kept];
        for (int i = 0; i < kept; i++) {
            text[i] = end[dropped > MAX_END ? (at + i) % MAX_END : i];
        }
        dropping = false;
        dropped = 0;
        length = 0;
        int skipped = 0;
        while (skipped < Math.min(3, kept) && (text[skipped] & 0xc0) == 0x80) {
            skipped++; // the rest of a character that was cut in two
        }
        if (kept > skipped) {
            sink.line(text, skipped, kept - skipped, true);
        }
    }

    /** Keeps the beginning of a line, tells it once it is as long as a line may be, and then keeps the last bytes. */
    private void add(byte[] bytes, int from, int count) {
        int kept = dropping ? 0 : Math.min(count, MAX_LINE - length);
        if (kept > 0) {
            if (length + kept > begun.length) {
                begun = Arrays.copyOf(begun, Math.max(length + kept, Math.min(begun.length * 2, MAX_LINE)));
            }
            System.arraycopy(bytes, from, begun, length, kept);
            length += kept;
        }
        if (kept == count) {
            return;
        }
        if (!dropping) {
            int whole = wholeCharacters(begun, length);
            drop(begun, whole, length - whole);
            dropping = true;
            sink.line(begun, 0, whole, true);
            length = 0;
        }
        drop(bytes, from + kept, count - kept);
    }

    private void drop(byte[] bytes, int from, int count) {
        int skipped = Math.max(0, count - MAX_END);
        dropped += skipped;
        for (int i = from + skipped; i < from + count; i++) {
            end[(int) (dropped++ % MAX_END)] = bytes[i];
        }
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
