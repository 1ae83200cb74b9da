package io.krater.result.json;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Unix seconds with decimals, as KRATER writes times, to and from nanoseconds. Exact: a {@code double} holds a time of
 * today to a quarter of a microsecond only.
 */
public final class UnixSeconds {
    private static final long NANOS = 1_000_000_000L;
    private static final int NANO_DIGITS = 9;
    /** So many digits of whole seconds always fit, with their nanoseconds, in a {@code long}. */
    private static final int SAFE_DIGITS = 9 + 1;

    private UnixSeconds() {}

    /**
     * Nanoseconds of a JSON number; digits beyond the ninth decimal are rounded half up.
     *
     * @throws ArithmeticException if out of the range of a {@code long}
     * @throws NumberFormatException if this is not a number
     */
    static long parse(char[] text, int from, int length) {
        int end = from + length;
        int at = from;
        long whole = 0;
        while (at < end && isDigit(text[at])) {
            whole = whole * 10 + (text[at] - '0');
            at++;
        }
        if (at == from || at - from > SAFE_DIGITS || at == end || text[at] != '.') {
            return at == end && at > from && at - from <= SAFE_DIGITS
                    ? Math.multiplyExact(whole, NANOS)
                    : exactly(text, from, length);
        }
        int point = at++;
        long fraction = 0;
        while (at < end && isDigit(text[at]) && at - point <= NANO_DIGITS) {
            fraction = fraction * 10 + (text[at] - '0');
            at++;
        }
        if (at < end || at == point + 1) {
            return exactly(text, from, length);
        }
        for (int digits = at - point - 1; digits < NANO_DIGITS; digits++) {
            fraction *= 10;
        }
        return Math.addExact(Math.multiplyExact(whole, NANOS), fraction);
    }

    /** The slow way, for signs, exponents and more digits than nanoseconds have. */
    private static long exactly(char[] text, int from, int length) {
        BigDecimal seconds = new BigDecimal(text, from, length);
        long magnitude = (long) seconds.precision() - seconds.scale();
        if (magnitude < -NANO_DIGITS) {
            return 0; // less than half a nanosecond, and an absurd exponent would take for ever to be written out
        }
        if (magnitude > 12) {
            throw new ArithmeticException("time out of range: " + new String(text, from, Math.min(length, 40)));
        }
        return seconds.movePointRight(NANO_DIGITS)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The shortest decimal of these nanoseconds, with at least one digit after the point. */
    public static String format(long nanos) {
        if (nanos < 0) {
            BigDecimal seconds = BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros();
            return seconds.setScale(Math.max(1, seconds.scale())).toPlainString();
        }
        // a million samples are written this way: no arbitrary precision
        long fraction = nanos % NANOS;
        int digits = NANO_DIGITS;
        while (digits > 1 && fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        StringBuilder text = new StringBuilder(20).append(nanos / NANOS).append('.');
        String significant = Long.toString(fraction);
        return text.append("0".repeat(digits - significant.length()))
                .append(significant)
                .toString();
    }
}
