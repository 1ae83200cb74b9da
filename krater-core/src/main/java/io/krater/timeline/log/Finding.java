package io.krater.timeline.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Something about a log that its reader should know: lines that were left out, or marks that are kept but doubtful.
 *
 * @param kind what it is
 * @param count how many lines
 * @param examples the first of them, at most {@value #MOST_EXAMPLES}
 */
public record Finding(Kind kind, long count, List<Example> examples) {
    /** How many lines of a kind are shown. */
    public static final int MOST_EXAMPLES = 20;

    private static final int MOST_SHOWN = 3;

    /**
     * A line.
     *
     * @param line its number, counted from 1
     * @param text what is to be seen there, shortened; no control characters
     */
    public record Example(long line, String text) {}

    /** What can be said of a line. */
    public enum Kind {
        /** Torn, or not of the log's format at all. */
        TORN("not whole, or not of this format", true),
        /** Bytes that are no text. */
        BINARY("not text", true),
        /** Longer than a line may be. */
        TOO_LONG("longer than " + LogLines.LONGEST + " bytes", true),
        /** Whole, but without a mark. */
        FOREIGN("no timestamp", true),
        /** A mark of a container that is not named. */
        NO_CONTAINER("no container", true),
        /** An id that the program that wrote the log calls invalid. */
        INVALID_ID("invalid id, as the log says itself", true),
        /** A mark of another check, which takes no part. */
        OTHER_CHECK("ids of another check", true),
        /** A time that is not written as the format says, such as a floating point number for nanoseconds. */
        BAD_TIME("time not as the format says", true),
        /** A time before 1970 or beyond 2^63 ns. */
        TIME_OUT_OF_RANGE("time outside 0 to 2^63 ns", true),
        /** A mark that the container had already; the last counts. */
        REPEATED("an id that came before in the container", false),
        /** A time equal to that of the container's mark before it: their order is that of the lines. */
        SAME_INSTANT("same instant as the mark before it", false),
        /** A time before that of the container's line above: a race between processes, or a clock set back. */
        BACKWARDS("earlier than the container's line above", false);

        private final String label;
        private final boolean leftOut;

        Kind(String label, boolean leftOut) {
            this.label = label;
            this.leftOut = leftOut;
        }

        /** In a few words. */
        public String label() {
            return label;
        }

        /** Whether such lines are left out; otherwise they are kept. */
        public boolean leftOut() {
            return leftOut;
        }
    }

    /** Copies the examples. */
    public Finding {
        examples = List.copyOf(examples);
    }

    /** The finding as a sentence: how many lines, what it is, which lines, and the text of the first where that tells more. */
    public String sentence() {
        boolean wrong = kind.leftOut() && kind != Kind.OTHER_CHECK;
        List<String> lines = new ArrayList<>();
        for (Example each : examples) {
            lines.add(each.line() + (wrong && lines.size() < MOST_SHOWN ? " \"" + each.text() + "\"" : ""));
        }
        return count + (count == 1 ? " line " : " lines ") + (kind.leftOut() ? "left out, " : "kept, ") + kind.label()
                + ": line " + String.join(", ", lines) + (count > examples.size() ? ", ..." : "");
    }
}
