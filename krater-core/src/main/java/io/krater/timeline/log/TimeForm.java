package io.krater.timeline.log;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a log writes times. No time passes through a double: digits are taken as they stand. Times are from 1970 to 2262, where
 * Unix nanoseconds end.
 */
public final class TimeForm {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,40}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final Reading reading;
    private final boolean whole;

    private interface Reading {
        long nanos(String text) throws BadTimeException;
    }

    private TimeForm(boolean whole, Reading reading) {
        this.whole = whole;
        this.reading = reading;
    }

    /** Whole Unix nanoseconds; a decimal point or an exponent is refused, because digits may have been lost on the way. */
    public static TimeForm unixNanoseconds() {
        return new TimeForm(true, text -> number(WHOLE, text, 0));
    }

    /** Unix microseconds, with decimals or without. */
    public static TimeForm unixMicroseconds() {
        return new TimeForm(false, text -> number(DECIMAL, text, 3));
    }

    /** Unix milliseconds, with decimals or without. */
    public static TimeForm unixMilliseconds() {
        return new TimeForm(false, text -> number(DECIMAL, text, 6));
    }

    /** Unix seconds, with decimals or without. Decimals beyond the ninth are cut. */
    public static TimeForm unixSeconds() {
        return new TimeForm(false, text -> number(DECIMAL, text, 9));
    }

    /** RFC 3339 with up to nine decimals, such as {@code 2026-01-31T12:00:00.123456789Z}. */
    public static TimeForm rfc3339() {
        return new TimeForm(
                false, text -> dated(text, each -> OffsetDateTime.parse(each).toInstant()));
    }

    /**
     * A pattern of {@link DateTimeFormatter}, in English.
     *
     * @param zone of times that do not name theirs
     * @throws IllegalArgumentException when there is no such pattern
     */
    public static TimeForm pattern(String pattern, ZoneId zone) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        return new TimeForm(
                false,
                text -> dated(text, each -> {
                    TemporalAccessor parsed = formatter.parseBest(each, Instant::from, LocalDateTime::from);
                    return parsed instanceof LocalDateTime local
                            ? local.atZone(zone).toInstant()
                            : (Instant) parsed;
                }));
    }

    long nanos(String text) throws BadTimeException {
        return reading.nanos(text);
    }

    /** Whether a whole number is a time as it stands. */
    boolean isWholeNanoseconds() {
        return whole;
    }

    private static long number(Pattern allowed, String text, int shift) throws BadTimeException {
        if (!allowed.matcher(text).matches()) {
            throw new BadTimeException(Finding.Kind.BAD_TIME);
        }
        return inRange(new BigDecimal(text).movePointRight(shift).toBigInteger());
    }

    private interface Parsing {
        Instant parse(String text);
    }

    private static long dated(String text, Parsing parsing) throws BadTimeException {
        try {
            Instant at = parsing.parse(text);
            return inRange(BigInteger.valueOf(at.getEpochSecond())
                    .multiply(BigInteger.valueOf(1_000_000_000))
                    .add(BigInteger.valueOf(at.getNano())));
        } catch (DateTimeException wrong) {
            throw new BadTimeException(Finding.Kind.BAD_TIME);
        }
    }

    private static long inRange(BigInteger nanos) throws BadTimeException {
        if (nanos.signum() < 0 || nanos.compareTo(LARGEST) > 0) {
            throw new BadTimeException(Finding.Kind.TIME_OUT_OF_RANGE);
        }
        return nanos.longValue();
    }
}
