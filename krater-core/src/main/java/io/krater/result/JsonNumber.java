package io.krater.result;

import java.io.IOException;
import java.util.regex.Pattern;

/** Reads a number of a JSON document. Whole numbers and times have a short way; everything else goes through text. */
final class JsonNumber {
    private static final Pattern GRAMMAR = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final int LONGEST = 1000;
    private static final int SURE_DIGITS = 18;
    private static final int NANO_DIGITS = 9;
    /** So many digits of whole seconds always fit, with their nanoseconds, in a {@code long}. */
    private static final int SECOND_DIGITS = 10;

    private static final long[] POWERS = powers();

    private final JsonBytes bytes;
    private long whole;

    JsonNumber(JsonBytes bytes) {
        this.bytes = bytes;
    }

    private static long[] powers() {
        long[] powers = new long[SURE_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    /** Whether the next value is a number, or one of the words that stand for what is none. */
    boolean isNext() throws IOException {
        int first = bytes.space();
        return first == '-' || isDigit(first) || first == 'N' || first == 'I';
    }

    /** What {@link #readWhole} read. */
    long whole() {
        return whole;
    }

    /**
     * Reads a whole number if one stands here that 64 bits hold; else nothing is consumed.
     *
     * @return whether one was read
     */
    boolean readWhole() throws IOException {
        bytes.ahead();
        boolean negative = bytes.peek() == '-';
        int start = negative ? 1 : 0;
        if (!isDigit(bytes.peek(start))) {
            return false;
        }
        bytes.step(start);
        long from = bytes.place();
        boolean zero = bytes.peek() == '0';
        long value = bytes.digits();
        int digits = (int) (bytes.place() - from);
        byte next = bytes.peek();
        if (digits > SURE_DIGITS || (zero && digits > 1) || next == '.' || next == 'e' || next == 'E') {
            bytes.step(-digits - start);
            return digits > SURE_DIGITS && digits < JsonBytes.AHEAD - 2 && readLong(start + digits);
        }
        whole = negative ? -value : value;
        return true;
    }

    /** So many bytes, if they are a number that fits. */
    private boolean readLong(int length) {
        byte after = bytes.peek(length);
        if (after == '.' || after == 'e' || after == 'E') {
            return false;
        }
        String text = bytes.take(length);
        try {
            if (GRAMMAR.matcher(text).matches()) {
                whole = Long.parseLong(text);
                return true;
            }
        } catch (NumberFormatException tooLarge) {
            // told below, as everything that is no whole number of 64 bits
        }
        bytes.step(-length);
        return false;
    }

    /** Any number; NaN and the infinities where their names stand. */
    double decimal() throws IOException {
        return Double.parseDouble(text());
    }

    /** A number as nanoseconds of a time in seconds; {@link Long#MIN_VALUE} where out of range or none. */
    long unixSeconds() throws IOException {
        bytes.ahead();
        long from = bytes.place();
        long seconds = bytes.digits();
        int digits = (int) (bytes.place() - from);
        if (digits > 0
                && digits <= SECOND_DIGITS
                && bytes.peek() == '.'
                && (digits == 1 || POWERS[digits - 1] <= seconds)) {
            bytes.step(1);
            long point = bytes.place();
            long fraction = bytes.digits();
            int decimals = (int) (bytes.place() - point);
            byte next = bytes.peek();
            if (decimals > 0 && decimals <= NANO_DIGITS && next != 'e' && next != 'E') {
                return seconds * POWERS[NANO_DIGITS] + fraction * POWERS[NANO_DIGITS - decimals];
            }
        }
        bytes.step((int) (from - bytes.place()));
        String text = text();
        if (!isDigit(text.charAt(text.length() - 1))) {
            return Long.MIN_VALUE;
        }
        try {
            return UnixSeconds.parse(text.toCharArray(), 0, text.length());
        } catch (ArithmeticException | NumberFormatException outOfRange) {
            return Long.MIN_VALUE; // no time that a sample or phase could have
        }
    }

    private String text() throws IOException {
        StringBuilder text = new StringBuilder();
        bytes.ahead();
        while (isPart(bytes.peek())) {
            if (text.length() == LONGEST) {
                throw new DamagedFileException("a number of more than " + LONGEST + " characters " + bytes.where());
            }
            text.append((char) bytes.peek());
            bytes.step(1);
            bytes.ahead();
        }
        String number = text.toString();
        boolean named = number.equals("NaN") || number.equals("Infinity") || number.equals("-Infinity");
        if (!named && !GRAMMAR.matcher(number).matches()) {
            throw new DamagedFileException("expected a value but found \"" + number + "\" " + bytes.where());
        }
        return number;
    }

    private static boolean isPart(byte next) {
        return isDigit(next)
                || next == '-'
                || next == '+'
                || next == '.'
                || (next >= 'a' && next <= 'z')
                || (next >= 'A' && next <= 'Z');
    }

    private static boolean isDigit(int next) {
        return next >= '0' && next <= '9';
    }
}
