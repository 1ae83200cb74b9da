package io.krater.timeline.log;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a JSON object says in the fields that are sought; the rest is passed over. */
final class JsonRecord {
    @Nullable
    String container;

    @Nullable
    String mark;

    @Nullable
    String title;

    int order = -1;
    long at = -1;
    Finding.@Nullable Kind badTime;

    @Nullable
    String message;

    boolean invalid;

    private final JsonFields fields;
    private final boolean urunc;

    private JsonRecord(JsonFields fields, boolean urunc) {
        this.fields = fields;
        this.urunc = urunc;
    }

    /** Reads the object whose beginning the parser stands on. */
    static JsonRecord read(JsonParser parser, JsonFields fields, boolean urunc) throws IOException {
        JsonRecord found = new JsonRecord(fields, urunc);
        found.object(parser, "");
        return found;
    }

    private void object(JsonParser parser, String within) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            String path = within.isEmpty() ? name : within + name;
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && fields.goInto(path)) {
                object(parser, path + ".");
            } else if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else {
                value(parser, path, value);
            }
        }
    }

    private void value(JsonParser parser, String path, @Nullable JsonToken value) throws IOException {
        if (path.equals(fields.time())) {
            time(parser, value);
        } else if (path.equals(fields.mark())) {
            mark = text(parser, value);
        } else if (fields.container().isPresent()
                && path.equals(fields.container().get())) {
            container = text(parser, value);
        } else if (fields.title().isPresent() && path.equals(fields.title().get())) {
            title = text(parser, value);
        } else if (fields.order().isPresent() && path.equals(fields.order().get())) {
            order = value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.INT
                    ? parser.getIntValue()
                    : -1;
        } else if (urunc && path.equals("message")) {
            message = text(parser, value);
        } else if (urunc && path.equals("timestampID_invalid")) {
            invalid = true;
        }
    }

    private static @Nullable String text(JsonParser parser, @Nullable JsonToken value) throws IOException {
        return value == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    private void time(JsonParser parser, @Nullable JsonToken value) throws IOException {
        badTime = null;
        if (value == JsonToken.VALUE_NUMBER_INT
                && fields.form().isWholeNanoseconds()
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            at = parser.getLongValue();
            badTime = at < 0 ? Finding.Kind.TIME_OUT_OF_RANGE : null;
            return;
        }
        time(parser.getText());
    }

    /** Takes a time from text. */
    void time(String text) {
        try {
            at = fields.form().nanos(text);
        } catch (BadTimeException bad) {
            badTime = bad.kind();
        }
    }
}
