package io.krater.timeline.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** JSON lines. */
final class JsonLog implements LogFormat {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonFields fields;

    /** Takes the objects of a line. */
    interface Taking {
        void take(JsonRecord record);
    }

    JsonLog(JsonFields fields) {
        this.fields = fields;
    }

    @Override
    public void read(LogLine line, MarkSink into) {
        objects(line, fields, false, into, record -> take(record, into));
    }

    /** Reads the objects of a line: one, or several where writers raced and a line's end was lost. */
    static void objects(LogLine line, JsonFields fields, boolean urunc, MarkSink into, Taking taking) {
        try (JsonParser parser = JSON.createParser(line.bytes(), line.from(), line.length())) {
            JsonToken token = parser.nextToken();
            do {
                if (token != JsonToken.START_OBJECT) {
                    into.leaveOut(Finding.Kind.TORN);
                    return;
                }
                taking.take(JsonRecord.read(parser, fields, urunc));
                token = parser.nextToken();
            } while (token != null);
        } catch (IOException torn) { // a line in memory: what cannot be read is not JSON
            into.leaveOut(line.isBinary() ? Finding.Kind.BINARY : Finding.Kind.TORN);
        }
    }

    private void take(JsonRecord record, MarkSink into) {
        if (record.mark == null || (record.at < 0 && record.badTime == null)) {
            into.leaveOut(Finding.Kind.FOREIGN);
            return;
        }
        String container = fields.container().isPresent() ? record.container : fields.single();
        hand(record, container, into);
    }

    /** Hands over a mark whose name is there. */
    static void hand(JsonRecord record, @org.jspecify.annotations.Nullable String container, MarkSink into) {
        if (container == null || container.isEmpty()) {
            into.leaveOut(Finding.Kind.NO_CONTAINER);
        } else if (record.badTime != null) {
            into.leaveOut(record.badTime);
        } else if (record.mark != null) {
            if (record.order >= 0) {
                into.order(record.mark, record.order);
            }
            into.mark(container, record.mark, record.title, record.at);
        }
    }
}
