package io.krater.result.table;

import io.krater.launch.Printable;
import io.krater.result.json.JsonOut;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Writes CSV (RFC 4180) into a byte buffer: no locale, no text in between for numbers. Not thread-safe.
 *
 * <p>A field is ended by the next one or by {@link #end}; a field that is absent is empty.
 */
final class CsvLine {
    private static final String FORMULA = "=+-@";
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]*[.]?[0-9]+([eE][+-]?[0-9]+)?");
    private static final int LONGEST_NUMBER = 32;
    private static final byte[] DIGIT_PAIRS = digitPairs();
    private static final long[] POWERS = powers();

    private byte[] bytes = new byte[1 << 12];
    private int length;
    private boolean first = true;

    /**
     * A field of text, quoted where it has to be. One that a spreadsheet would take for a formula, as it begins with one
     * of {@code = + - @} and is no number, gets an apostrophe in front; control characters are spelled out.
     */
    CsvLine text(String text) {
        String value = plain(Printable.of(text));
        separate();
        byte[] encoded = JsonOut.whole(value).getBytes(StandardCharsets.UTF_8);
        reserve(2 * encoded.length + 2);
        if (!needsQuotes(value)) {
            System.arraycopy(encoded, 0, bytes, length, encoded.length);
            length += encoded.length;
            return this;
        }
        bytes[length++] = '"';
        for (byte each : encoded) {
            if (each == '"') {
                bytes[length++] = '"';
            }
            bytes[length++] = each;
        }
        bytes[length++] = '"';
        return this;
    }

    private static String plain(String text) {
        boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        return formula && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }

    CsvLine number(long value) {
        separate();
        reserve(LONGEST_NUMBER);
        digits(value);
        return this;
    }

    /** A whole number of which the least is no mark of an absent one, such as a time. */
    CsvLine time(long value) {
        return value == Long.MIN_VALUE ? ascii(Long.toString(value)) : number(value);
    }

    /** Nanoseconds as seconds, all nine decimals. */
    CsvLine seconds(long nanos) {
        separate();
        reserve(LONGEST_NUMBER);
        long whole = nanos / 1_000_000_000L;
        long rest = Math.abs(nanos % 1_000_000_000L);
        if (nanos < 0 && whole == 0) {
            bytes[length++] = '-';
        }
        digits(whole);
        bytes[length++] = '.';
        int end = length + 9;
        int small = (int) rest;
        int at = end;
        while (at > length + 1) {
            int pair = (small % 100) * 2;
            small /= 100;
            bytes[--at] = DIGIT_PAIRS[pair + 1];
            bytes[--at] = DIGIT_PAIRS[pair];
        }
        bytes[length] = (byte) ('0' + small);
        length = end;
        return this;
    }

    /** The shortest decimal that reads back as this value; a whole number without a fraction. */
    CsvLine number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            return number((long) value);
        }
        return ascii(Double.toString(value));
    }

    CsvLine number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : absent();
    }

    CsvLine absent() {
        separate();
        return this;
    }

    /** Fields written before, as they are. */
    CsvLine fields(byte[] encoded) {
        separate();
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    CsvLine end() {
        reserve(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        first = true;
        return this;
    }

    int length() {
        return length;
    }

    /** Takes what was written and starts anew. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        length = 0;
        first = true;
        return taken;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    private CsvLine ascii(String number) {
        return fields(number.getBytes(StandardCharsets.US_ASCII));
    }

    private void separate() {
        reserve(1);
        if (!first) {
            bytes[length++] = ',';
        }
        first = false;
    }

    private void digits(long value) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                throw new IllegalArgumentException("a figure that is absent must be written as such");
            }
            bytes[length++] = '-';
            value = -value;
        }
        int at = length + count(value);
        length = at;
        while (value >= 100) {
            int pair = (int) (value % 100) * 2;
            value /= 100;
            bytes[--at] = DIGIT_PAIRS[pair + 1];
            bytes[--at] = DIGIT_PAIRS[pair];
        }
        if (value >= 10) {
            bytes[--at] = (byte) ('0' + value % 10);
            value /= 10;
        }
        bytes[--at] = (byte) ('0' + value);
    }

    /** Decimal digits of a number that is not negative: its bits give a guess that is right or one too high. */
    private static int count(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        int guess = ((bits * 1233) >> 12) + 1; // 1233 / 4096 is the decimal logarithm of 2
        return guess > POWERS.length || value < POWERS[guess - 1] ? Math.max(1, guess - 1) : guess;
    }

    /** Makes room for so many bytes at once. */
    CsvLine expect(int more) {
        reserve(more);
        return this;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private static boolean needsQuotes(String value) {
        return value.indexOf(',') >= 0
                || value.indexOf('"') >= 0
                || value.indexOf('\n') >= 0
                || value.indexOf('\r') >= 0
                || value.startsWith(" ")
                || value.endsWith(" ");
    }

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
