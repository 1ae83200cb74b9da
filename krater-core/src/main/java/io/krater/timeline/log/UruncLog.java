package io.krater.timeline.log;

import java.util.Optional;

/** urunc's log; see {@link LogFormats#urunc()}. */
final class UruncLog implements LogFormat {
    private static final JsonFields FIELDS = new JsonFields(
            Optional.of("containerID"),
            "",
            "timestampID",
            Optional.of("timestampName"),
            Optional.of("timestampOrder"),
            "time",
            TimeForm.unixNanoseconds());

    @Override
    public void read(LogLine line, MarkSink into) {
        JsonLog.objects(line, FIELDS, true, into, record -> take(record, into));
    }

    private static void take(JsonRecord record, MarkSink into) {
        if (record.mark == null && record.message != null) {
            oldest(record, record.message);
        }
        if (record.mark == null) {
            into.leaveOut(record.invalid ? Finding.Kind.INVALID_ID : Finding.Kind.FOREIGN);
        } else if (record.mark.contains("cTS")) {
            into.leaveOut(Finding.Kind.OTHER_CHECK);
        } else if (record.at < 0 && record.badTime == null) {
            into.leaveOut(Finding.Kind.FOREIGN);
        } else {
            JsonLog.hand(record, record.container, into);
        }
    }

    /** The oldest form, {@code container,TS00,nanoseconds} as a message; the line's own time is the logger's. */
    private static void oldest(JsonRecord record, String message) {
        String[] parts = message.split(",", -1);
        if (parts.length == 3 && parts[1].contains("TS")) {
            record.container = parts[0].strip();
            record.mark = parts[1].strip();
            record.badTime = null;
            record.time(parts[2].strip());
        }
    }
}
