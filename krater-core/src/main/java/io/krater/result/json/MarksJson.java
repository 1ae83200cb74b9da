package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.launch.Marks;
import io.krater.launch.Stamp;
import io.krater.launch.Stamp.Clock;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Marks in JSON: {@code "running":{"at_ns":1, "clock":"node"}}. */
final class MarksJson {
    private MarksJson() {}

    static void write(JsonGenerator json, Marks marks) throws IOException {
        json.writeObjectFieldStart("marks");
        for (Map.Entry<String, Stamp> mark : marks.stamps().entrySet()) {
            json.writeObjectFieldStart(JsonOut.whole(mark.getKey()));
            json.writeNumberField("at_ns", mark.getValue().epochNanos());
            json.writeStringField("clock", JsonOut.whole(mark.getValue().clock().label()));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static Marks read(JsonIn in) throws IOException {
        Map<String, Stamp> marks = new LinkedHashMap<>();
        in.object(mark -> {
            long[] at = {Long.MIN_VALUE};
            Clock[] clock = new Clock[1];
            in.object(name -> {
                switch (name) {
                    case "at_ns" -> at[0] = in.integer();
                    case "clock" -> clock[0] = Clock.of(in.string());
                    default -> in.skip();
                }
            });
            if (at[0] == Long.MIN_VALUE || clock[0] == null) {
                throw new DamagedFileException("mark " + mark + " needs \"at_ns\" and \"clock\"");
            }
            marks.put(mark, new Stamp(at[0], clock[0]));
        });
        return Marks.of(marks);
    }
}
