package io.krater.examples;

import io.krater.timeline.log.JsonFields;
import io.krater.timeline.log.KubernetesEvents;
import io.krater.timeline.log.LogFormat;
import io.krater.timeline.log.LogFormats;
import io.krater.timeline.log.TimeForm;
import io.krater.timeline.log.TimelineLog;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a log of timestamps is read. */
final class LogOptions {
    private enum Time {
        NS,
        US,
        MS,
        S,
        RFC3339
    }

    @Option(names = "--mark", paramLabel = "FIELD", description = "JSON lines: the field with the mark's name")
    private @Nullable String mark;

    @Option(names = "--time", paramLabel = "FIELD", description = "JSON lines: the field with the time")
    private String time = "time";

    @Option(
            names = "--id",
            paramLabel = "FIELD",
            description =
                    "JSON lines: the field that names the container (pod.name goes into an object); without it all lines"
                            + " belong to one")
    private @Nullable String id;

    @Option(
            names = "--pattern",
            paramLabel = "REGEX",
            description = "text: groups (?<mark>...), (?<time>...) and perhaps (?<container>...)")
    private @Nullable Pattern pattern;

    @Option(
            names = "--events",
            description =
                    "the log is what kubectl get events -o json prints: reasons are marks, objects' names are ids")
    private boolean events;

    @Option(
            names = "--time-form",
            description =
                    "Unix time in this unit, or RFC 3339: ${COMPLETION-CANDIDATES}, or with --time-pattern another")
    private Time form = Time.NS;

    @Option(
            names = "--time-pattern",
            paramLabel = "PATTERN",
            description = "such as \"yyyy-MM-dd HH:mm:ss.SSS\", in UTC")
    private @Nullable String timePattern;

    /** Whether the log may be urunc's, whose ids have versions. */
    boolean isUrunc() {
        return mark == null && pattern == null && !events;
    }

    /**
     * Reads a log.
     *
     * @throws IOException when it cannot be read
     */
    TimelineLog read(InputStream in) throws IOException {
        if (events && !(mark == null && pattern == null)) {
            throw new IllegalArgumentException("--events knows its fields: give it without --mark and --pattern");
        }
        return events ? KubernetesEvents.read(in) : TimelineLog.read(in, format());
    }

    /** The format of one log; without options urunc's or containerd's, which each line tells. */
    private LogFormat format() {
        if (mark != null && pattern != null) {
            throw new IllegalArgumentException("--mark is for JSON lines and --pattern for text: give one of them");
        }
        if (pattern != null) {
            return LogFormats.text(pattern, times(), "log");
        }
        if (mark == null) {
            LogFormat urunc = LogFormats.urunc();
            LogFormat containerd = LogFormats.containerd();
            return (line, into) -> (line.bytes()[line.from()] == '{' ? urunc : containerd).read(line, into);
        }
        JsonFields fields =
                new JsonFields(Optional.ofNullable(id), "log", mark, Optional.empty(), Optional.empty(), time, times());
        return LogFormats.json(fields);
    }

    private TimeForm times() {
        if (timePattern != null) {
            return TimeForm.pattern(timePattern, ZoneId.of("UTC"));
        }
        return switch (form) {
            case NS -> TimeForm.unixNanoseconds();
            case US -> TimeForm.unixMicroseconds();
            case MS -> TimeForm.unixMilliseconds();
            case S -> TimeForm.unixSeconds();
            case RFC3339 -> TimeForm.rfc3339();
        };
    }
}
