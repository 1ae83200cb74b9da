package io.krater.trial;

import java.util.List;

/**
 * What is kept of a workload's log: the first and the last lines, and how much lies between. Of a trial that ran here that
 * is about 64 Ki characters at the beginning and 128 Ki at the end, and of each line the first 8192.
 *
 * @param lines the lines kept, in order, without their ends
 * @param droppedLines lines that were not kept
 * @param totalChars characters of all lines
 */
public record LogExcerpt(List<String> lines, long droppedLines, long totalChars) {
    /** Copies the lines. */
    public LogExcerpt {
        lines = List.copyOf(lines);
    }

    private static final LogExcerpt NONE = new LogExcerpt(List.of(), 0, 0);

    /** A log without a line. */
    public static LogExcerpt none() {
        return NONE;
    }

    /** The last lines, at most this many. */
    public List<String> last(int count) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
}
