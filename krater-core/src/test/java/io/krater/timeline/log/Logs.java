package io.krater.timeline.log;

import io.krater.timeline.Timeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Logs made for tests. */
public final class Logs {
    private Logs() {}

    public static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Logs.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public static TimelineLog urunc(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), LogFormats.urunc());
    }

    public static TimelineLog read(byte[] bytes, LogFormat format) {
        try {
            return TimelineLog.read(new ByteArrayInputStream(bytes), format);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A line as urunc writes it. */
    public static String line(String container, String id, Object time) {
        return "{\"containerID\":\"" + container + "\",\"timestampID\":\"" + id + "\",\"time\":" + time + "}\n";
    }

    /** A line as newer versions write it. */
    public static String named(String container, int id, String name, long time) {
        return String.format(
                "{\"containerID\":\"%s\",\"timestampID\":\"TS%02d\",\"timestampName\":\"%s\",\"timestampOrder\":%d,\"time\":%d}%n",
                container, id, name, id, time);
    }

    public static Timeline timeline(String id, Object... namesAndTimes) {
        Timeline.Builder builder = Timeline.of(id);
        for (int i = 0; i < namesAndTimes.length; i += 2) {
            builder.mark((String) namesAndTimes[i], ((Number) namesAndTimes[i + 1]).longValue());
        }
        return builder.build();
    }
}
