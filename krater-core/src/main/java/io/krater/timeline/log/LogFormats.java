package io.krater.timeline.log;

import java.util.regex.Pattern;

/** The formats that the library reads. */
public final class LogFormats {
    private LogFormats() {}

    /**
     * urunc's log in all its versions: objects with {@code containerID}, {@code timestampID} and {@code time} (Unix
     * nanoseconds), in newer ones {@code timestampName} and {@code timestampOrder} too, and the oldest form {@code
     * {"message":"<container>,TS00,<nanoseconds>"}}. Ids with {@code cTS} belong to another check and are left out.
     */
    public static LogFormat urunc() {
        return new UruncLog();
    }

    /** JSON lines: an object a line, of which some fields are what is sought. */
    public static LogFormat json(JsonFields fields) {
        return new JsonLog(fields);
    }

    /**
     * Text with a pattern: the named groups {@code mark} and {@code time}, and {@code container} unless all lines belong to
     * one. The pattern is looked for in the line; it need not match the whole.
     *
     * @param container what the container is called where the pattern has no such group
     * @throws IllegalArgumentException when a group is missing
     */
    public static LogFormat text(Pattern pattern, TimeForm time, String container) {
        return new TextLog(pattern, time, container);
    }

    /**
     * containerd's own log, at its usual level: when it was asked for a sandbox, a container and its start, and when each was
     * there, by container id. For one log; make another for the next.
     */
    public static LogFormat containerd() {
        return new ContainerdLog();
    }
}
