package io.krater.timeline.log;

import org.jspecify.annotations.Nullable;

/** Takes what a format finds in a line. */
public interface MarkSink {
    /**
     * A mark.
     *
     * @param container whose mark it is
     * @param id the mark's name
     * @param title what the log calls it besides, or null
     * @param at nanoseconds, not negative
     */
    void mark(String container, String id, @Nullable String title, long at);

    /** Where a mark stands in the order that the log itself gives. */
    void order(String id, int place);

    /** The line, or a part of it, is left out. */
    void leaveOut(Finding.Kind why);
}
