package io.krater.experiment.lifecycle.study;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** Numbers and times out of text, exact, and strict about what is none. */
final class NumberText {
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };
    private static final long EXACT = 1L << 53;
    /** How R, pandas, Netdata and MongoDB write that there is no value. */
    private static final Set<String> ABSENT = Set.of("", "na", "nan", "null", "none");
    /** Stamps beyond are milliseconds or finer: as seconds this is the year 5138. */
    private static final double LATEST_SECONDS = 1e11;

    private NumberText() {}

    static boolean isAbsent(String text) {
        return ABSENT.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /**
     * A plain decimal number: digits with an optional sign and point.
     *
     * @return the nearest double; NaN where it takes more than this to tell
     */
    static double plain(byte[] from, int start, int end) {
        int at = start;
        boolean negative = at < end && from[at] == '-';
        if (negative) {
            at++;
        }
        long digits = 0;
        int count = 0;
        int point = -1;
        for (; at < end; at++) {
            int digit = from[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
                count++;
            } else if (from[at] == '.' && point < 0) {
                point = at;
            } else {
                return Double.NaN;
            }
        }
        int decimals = point < 0 ? 0 : end - point - 1;
        // an exact integer by an exact power of ten is rounded once, so it is the nearest (Clinger 1990)
        if (count == 0 || count > 18 || digits > EXACT) {
            return Double.NaN;
        }
        double value = digits / POWERS[decimals];
        return negative ? -value : value;
    }

    /** Any finite decimal number with a point; empty where it is none. */
    static OptionalDouble number(String text) {
        String stripped = text.strip();
        if (!looksDecimal(stripped)) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(stripped);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException misplaced) { // the right characters in a wrong order
            return OptionalDouble.empty();
        }
    }

    /** Java reads more than decimal numbers: hexadecimal ones, types, NaN and infinity. */
    private static boolean looksDecimal(String text) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            digits |= digit;
            if (!digit && "+-.eE".indexOf(c) < 0) {
                return false;
            }
        }
        return digits;
    }

    static double plain(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return plain(bytes, 0, bytes.length);
    }

    /** What to say of a text that is no number. */
    static String notANumber(String column, String text) {
        return column + " must be a number with a point, was \"" + text + "\""
                + (text.indexOf(',') >= 0 ? ": export it again with a decimal point and no separators" : "");
    }

    /**
     * Seconds since the Unix epoch, from a number or from a date and time with a zone.
     *
     * @throws StudyFormatException if it is neither, or milliseconds
     */
    static double seconds(Rows rows, String column, String text) throws StudyFormatException {
        OptionalDouble number = number(text);
        if (number.isPresent()) {
            return seconds(rows, column, number.getAsDouble());
        }
        String iso = text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
        try {
            Instant instant = OffsetDateTime.parse(iso.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2"))
                    .toInstant();
            return instant.getEpochSecond() + instant.getNano() / 1e9;
        } catch (DateTimeException neither) {
            boolean zoneless = iso.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}.*");
            throw new StudyFormatException(
                    rows.place(),
                    column + " must be seconds since 1970 UTC or a date and time with its zone"
                            + " (2021-02-15T14:57:56Z, 2021-02-15T15:57:56+01:00), was \"" + text + "\""
                            + (zoneless ? ", which has no zone" : ""),
                    neither);
        }
    }

    static double seconds(Rows rows, String column, double number) throws StudyFormatException {
        if (Math.abs(number) >= LATEST_SECONDS) {
            throw rows.bad(column + " must be in seconds, was " + number
                    + ", which is the year 5138 or later: are these milliseconds?");
        }
        return number;
    }
}
