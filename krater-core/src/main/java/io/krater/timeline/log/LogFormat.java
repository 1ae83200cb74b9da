package io.krater.timeline.log;

/**
 * How a line of a log is read. An extension point: no bytes make an implementation throw, a line without a mark is left out with
 * a reason, and one that remembers lines says so and is made anew for each log.
 */
@FunctionalInterface
public interface LogFormat {
    /** Reads a line that is not empty and hands over the marks that it holds, or the reason why there is none. */
    void read(LogLine line, MarkSink into);
}
