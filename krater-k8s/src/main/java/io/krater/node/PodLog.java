package io.krater.node;

import io.krater.launch.LogLine;
import java.util.Map;

/**
 * A container's log as it grows. All calls come from the launcher's loop, and the sink is called on it.
 */
public interface PodLog {
    /** Hears the log. */
    interface Sink {
        /** The next line. */
        void line(LogLine line);
    }

    /** The API shows that the container has started, so that its log can be asked for. */
    void started();

    /**
     * The container has ended: reads what is left.
     *
     * @param done called once, with whether the log is known to be complete
     */
    void finish(Done done);

    /** Gives up. */
    void close();

    /** What is worth keeping with a trial: where the log was read and what went wrong on the way. */
    Map<String, String> facts();

    /** Hears the end of a log. */
    interface Done {
        /**
         * There will be no more lines.
         *
         * @param complete whether all lines were read
         * @param problem what is missing; empty where nothing is
         */
        void done(boolean complete, String problem);
    }
}
