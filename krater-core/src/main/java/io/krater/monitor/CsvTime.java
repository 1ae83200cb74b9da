package io.krater.monitor;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How a table's times are written.
 *
 * @param unit of numbers since the Unix epoch; empty for seconds
 * @param pattern of dates and times; empty for ISO 8601
 * @param zone of those that name none; empty where each must
 */
record CsvTime(Optional<TimeUnit> unit, Optional<DateTimeFormatter> pattern, Optional<ZoneId> zone) {
    /** Numbers beyond are milliseconds or finer: as seconds this is the year 5138. */
    private static final BigDecimal LATEST_SECONDS = BigDecimal.valueOf(100_000_000_000L);

    static CsvTime usual() {
        return new CsvTime(Optional.empty(), Optional.empty(), Optional.empty());
    }

    CsvTime unit(TimeUnit of) {
        return new CsvTime(Optional.of(of), pattern, zone);
    }

    CsvTime zone(ZoneId of) {
        return new CsvTime(unit, pattern, Optional.of(of));
    }

    CsvTime pattern(String text) {
        return new CsvTime(unit, Optional.of(DateTimeFormatter.ofPattern(text, Locale.ROOT)), zone);
    }

    /**
     * Nanoseconds since the Unix epoch.
     *
     * @param before the time of the row before, which tells the two hours apart that have one name when clocks are set back
     * @throws IllegalArgumentException if the text is no such time
     */
    long nanos(String text, long before) {
        String stripped = text.strip();
        if (pattern.isEmpty() && stripped.matches("[+-]?\\d+(\\.\\d*)?")) {
            return number(new BigDecimal(stripped));
        }
        if (unit.isPresent()) {
            throw new IllegalArgumentException("the time must be a number, was \"" + text + "\"");
        }
        try {
            TemporalAccessor parsed = pattern.isPresent()
                    ? pattern.get().parseBest(stripped, ZonedDateTime::from, LocalDateTime::from)
                    : DateTimeFormatter.ISO_DATE_TIME.parseBest(
                            iso(stripped), ZonedDateTime::from, LocalDateTime::from);
            return parsed instanceof ZonedDateTime zoned
                    ? nanos(zoned.toInstant())
                    : local((LocalDateTime) parsed, text, before);
        } catch (DateTimeException | ArithmeticException none) {
            throw new IllegalArgumentException(
                    "the time must be "
                            + (pattern.isPresent()
                                    ? "of the pattern that was told"
                                    : "seconds since 1970 or like 2021-02-15T14:57:56Z")
                            + ", was \"" + text + "\"",
                    none);
        }
    }

    private long number(BigDecimal number) {
        if (unit.isEmpty() && number.abs().compareTo(LATEST_SECONDS) >= 0) {
            throw new IllegalArgumentException("the time must be in seconds, was " + number.toPlainString()
                    + ": are these milliseconds (timeIn(TimeUnit.MILLISECONDS))?");
        }
        BigDecimal nanos =
                number.multiply(BigDecimal.valueOf(unit.orElse(TimeUnit.SECONDS).toNanos(1)));
        try {
            return nanos.setScale(0, RoundingMode.HALF_UP).longValueExact();
        } catch (ArithmeticException beyond) {
            throw new IllegalArgumentException(
                    "the time is beyond the year 2262, was " + number.toPlainString(), beyond);
        }
    }

    private static String iso(String text) {
        return text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2})\\s+", "$1T")
                .replaceFirst("\\s*([+-]\\d{2}):?(\\d{2})$", "$1:$2")
                .replaceFirst("\\s+Z$", "Z");
    }

    private long local(LocalDateTime time, String text, long before) {
        if (zone.isEmpty()) {
            throw new IllegalArgumentException(
                    "the time names no zone (zone(ZoneId) tells which it is), was \"" + text + "\"");
        }
        List<ZoneOffset> offsets = zone.get().getRules().getValidOffsets(time);
        if (offsets.isEmpty()) {
            throw new IllegalArgumentException("there was no such time in " + zone.get() + ", was \"" + text + "\"");
        }
        long first = nanos(time.toInstant(offsets.get(0)));
        return offsets.size() > 1 && first < before ? nanos(time.toInstant(offsets.get(1))) : first;
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
