package io.krater.node;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Reads the time that stands at the head of a log line, as container runtimes write it (RFC 3339 with up to nine decimals):
 * {@code 2026-11-22T05:21:40.504478519Z} or with an offset such as {@code +01:00}.
 */
public final class LogTime {
    /** Not a time. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int FRACTION = 19;
    private static final long NANOS = 1_000_000_000L;

    private LogTime() {}

    /**
     * The time in nanoseconds since the Unix epoch, or {@link #NONE}.
     *
     * @param from where it begins
     * @param to where it ends
     */
    public static long parse(byte[] line, int from, int to) {
        if (to - from < FRACTION + 1 || line[from + 10] != 'T' || line[from + 4] != '-') {
            return NONE;
        }
        int hour = number(line, from + 11, 2);
        int minute = number(line, from + 14, 2);
        int second = number(line, from + 17, 2);
        long day = day(number(line, from, 4), number(line, from + 5, 2), number(line, from + 8, 2));
        int zone = from + FRACTION;
        long nanos = 0;
        if (line[zone] == '.') {
            long unit = NANOS / 10;
            for (zone++; zone < to && isDigit(line[zone]); zone++) {
                nanos += unit * (line[zone] - '0');
                unit /= 10;
            }
        }
        long offset = offset(line, zone, to);
        if (hour < 0 || minute < 0 || second < 0 || day == NONE || offset == NONE) {
            return NONE;
        }
        return (day * 86_400 + hour * 3_600L + minute * 60L + second - offset) * NANOS + nanos;
    }

    public static long parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return parse(bytes, 0, bytes.length);
    }

    private static long day(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day).toEpochDay();
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private static long offset(byte[] line, int at, int to) {
        if (to - at == 1 && line[at] == 'Z') {
            return 0;
        }
        if (to - at != 6 || line[at + 3] != ':' || (line[at] != '+' && line[at] != '-')) {
            return NONE;
        }
        int hours = number(line, at + 1, 2);
        int minutes = number(line, at + 4, 2);
        if (hours < 0 || minutes < 0) {
            return NONE;
        }
        return (line[at] == '+' ? 1 : -1) * (hours * 3_600L + minutes * 60L);
    }

    private static int number(byte[] line, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            if (!isDigit(line[i])) {
                return -1;
            }
            value = value * 10 + line[i] - '0';
        }
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
