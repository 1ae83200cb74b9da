package io.krater.timeline.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' events as timelines: one for each object that they are about (a pod, a node), by its name, with the events' reasons as
 * marks. Read is what {@code kubectl get events -o json} prints: a list, or events one after the other, as {@code --watch} and
 * {@code jq -c '.items[]'} give them, with {@code --output-watch-events} too.
 *
 * <p>The time is {@code eventTime}, to the microsecond, where the component sets it (the scheduler does), else {@code
 * firstTimestamp} in whole seconds (the kubelet): such steps are lengths of whole seconds, and marks of one second stand in the order
 * of the file. An event without a time is left out; one that came several times counts when it first came.
 */
public final class KubernetesEvents {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final List<Event> events = new ArrayList<>();

    /** What is known of an event. */
    private static final class Event {
        private long line;
        private @Nullable String about;
        private @Nullable String reason;
        private @Nullable String eventTime;
        private @Nullable String firstTime;
        private long at = -1;
    }

    private KubernetesEvents(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads to the end.
     *
     * @param in UTF-8; not closed
     * @throws IOException when the stream cannot be read; what is no JSON ends the reading and is told in the findings
     */
    public static TimelineLog read(InputStream in) throws IOException {
        LogReading reading = new LogReading((line, into) -> {});
        try (JsonParser parser = JSON.createParser(in)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            KubernetesEvents found = new KubernetesEvents(parser);
            boolean whole = found.all();
            found.hand(reading);
            long line = parser.currentLocation().getLineNr();
            if (!whole) {
                at(reading, line, "here the events end: this is no JSON");
                reading.leaveOut(Finding.Kind.TORN);
            }
            return reading.result(line);
        }
    }

    /** Whether all could be read. */
    private boolean all() throws IOException {
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    object();
                }
            }
            return true;
        } catch (com.fasterxml.jackson.core.exc.StreamReadException torn) {
            return false;
        }
    }

    /** An event, a list of them, or what a watch wraps one in. */
    private void object() throws IOException {
        Event event = new Event();
        event.line = parser.currentLocation().getLineNr();
        boolean wraps = false;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "items", "object" -> {
                    wraps = true;
                    inner(value);
                }
                case "involvedObject", "regarding" -> event.about = name(value);
                case "reason" -> event.reason = text(value);
                case "eventTime" -> event.eventTime = text(value);
                case "firstTimestamp", "deprecatedFirstTimestamp" -> event.firstTime = text(value);
                default -> parser.skipChildren();
            }
        }
        if (!wraps) {
            events.add(event);
        }
    }

    private void inner(JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            object();
        } else if (value == JsonToken.START_ARRAY) {
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                inner(token);
            }
        }
    }

    private @Nullable String name(JsonToken value) throws IOException {
        String name = null;
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            boolean wanted = parser.currentName().equals("name");
            JsonToken next = parser.nextToken();
            if (wanted) {
                name = text(next);
            } else {
                parser.skipChildren();
            }
        }
        return name;
    }

    private @Nullable String text(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    /** In order of time: kubectl sorts by name. */
    private void hand(LogReading reading) {
        TimeForm form = TimeForm.rfc3339();
        List<Event> timed = new ArrayList<>();
        for (Event event : events) {
            String time = event.eventTime == null ? event.firstTime : event.eventTime;
            at(reading, event.line, event.reason + " of " + event.about + " at " + time);
            if (event.reason == null || time == null) {
                reading.leaveOut(Finding.Kind.FOREIGN);
            } else if (event.about == null) {
                reading.leaveOut(Finding.Kind.NO_CONTAINER);
            } else {
                try {
                    event.at = form.nanos(time);
                    timed.add(event);
                } catch (BadTimeException bad) {
                    reading.leaveOut(bad.kind());
                }
            }
        }
        timed.sort(Comparator.comparingLong(event -> event.at));
        for (Event event : timed) {
            String about = String.valueOf(event.about);
            String reason = String.valueOf(event.reason);
            at(reading, event.line, reason + " of " + about);
            if (!reading.has(about, reason)) {
                reading.mark(about, reason, null, event.at);
            }
        }
    }

    private static void at(LogReading reading, long line, String shown) {
        byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
        reading.line(new LogLine(bytes, 0, bytes.length, line));
    }
}
