package io.krater.timeline.log;

import io.krater.timeline.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A log of timestamps as it was read: the timelines, and what is to be known about the lines. A line that cannot be used costs
 * that line and no other. Immutable and thread-safe.
 */
public final class TimelineLog {
    private final List<Timeline> timelines;
    private final List<Finding> findings;
    private final List<String> order;
    private final long lines;

    TimelineLog(List<Timeline> timelines, List<Finding> findings, List<String> order, long lines) {
        this.timelines = List.copyOf(timelines);
        this.findings = List.copyOf(findings);
        this.order = List.copyOf(order);
        this.lines = lines;
    }

    /**
     * Reads a log to its end. What stays in memory are the marks: about 20 bytes for each, and 1 MiB for the longest line.
     *
     * @param in UTF-8; not closed
     * @throws IOException when the stream cannot be read; never for what it holds
     */
    public static TimelineLog read(InputStream in, LogFormat format) throws IOException {
        LogReading reading = new LogReading(format);
        long lines = new LogLines(in, reading).read();
        return reading.result(lines);
    }

    /** The timelines in the order in which the log first names their containers. */
    public List<Timeline> timelines() {
        return timelines;
    }

    /** The timeline of a container; empty where the log does not have it. */
    public Optional<Timeline> timeline(String id) {
        return timelines.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** The timelines of containers whose ids begin so, as container tools let ids be shortened; an equal one stands alone. */
    public List<Timeline> beginning(String prefix) {
        return timeline(prefix)
                .map(List::of)
                .orElseGet(() -> timelines.stream()
                        .filter(each -> each.id().startsWith(prefix))
                        .toList());
    }

    /** What is to be known about the lines, what was left out first. */
    public List<Finding> findings() {
        return findings;
    }

    /** The marks in the order that the log itself gives with {@code timestampOrder}; empty where it gives none. */
    public List<String> order() {
        return order;
    }

    /** How many lines were read, empty ones included. */
    public long lines() {
        return lines;
    }

    @Override
    public String toString() {
        return timelines.size() + " timelines of " + lines + " lines";
    }
}
