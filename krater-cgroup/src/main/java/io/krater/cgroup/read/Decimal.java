package io.krater.cgroup.read;

/** Decimal numbers as the kernel prints them: digits alone, closed by a blank or a line's end. */
public final class Decimal {
    /** What is not a number, or is beyond {@link Long#MAX_VALUE}. */
    public static final long NONE = -1;

    /** Any number of so many digits fits a {@code long}; of one more, some do. */
    private static final int SAFE_DIGITS = 18;

    private static final long ZEROS = 0x3030303030303030L;
    /** Takes every byte above nine over 127. */
    private static final long ABOVE_NINE = 0x7676767676767676L;

    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private Decimal() {}

    /**
     * The number that starts at {@code from} and is closed by {@code end}; {@link #NONE} where there is none. A number
     * that runs into {@code length} unclosed may be cut short, so it is none.
     */
    public static long parse(byte[] bytes, int from, int length, byte end) {
        if (from + Swar.COUNT <= bytes.length) {
            long octet = Swar.at(bytes, from) ^ ZEROS;
            int digits = leadingDigits(octet);
            if (digits < Swar.COUNT) { // most numbers are that short
                int at = from + digits;
                return digits > 0 && at < length && bytes[at] == end ? number(octet, digits) : NONE;
            }
        }
        return parseLong(bytes, from, length, end);
    }

    private static long parseLong(byte[] bytes, int from, int length, byte end) {
        long value = 0;
        int at = from;
        int digits = Swar.COUNT;
        while (digits == Swar.COUNT && at + Swar.COUNT <= bytes.length && at - from <= SAFE_DIGITS) {
            long octet = Swar.at(bytes, at) ^ ZEROS;
            digits = leadingDigits(octet);
            value = value * POWERS[digits] + (digits == 0 ? 0 : number(octet, digits));
            at += digits;
        }
        while (digits == Swar.COUNT && at < length && at - from <= SAFE_DIGITS + 1 && isDigit(bytes[at])) {
            value = value * 10 + bytes[at] - '0'; // near the array's end
            at++;
        }
        if (at == from || at >= length || bytes[at] != end) {
            return NONE;
        }
        // 19 digits are below 2^64, so those that do not fit come out negative; more may wrap to anything
        boolean fits = at - from <= SAFE_DIGITS || (at - from == SAFE_DIGITS + 1 && value >= 0);
        return fits ? value : NONE;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** How many bytes from the lowest on are digits, which are 0 to 9 by now. Bytes below the first other carry nothing. */
    private static int leadingDigits(long octet) {
        return Long.numberOfTrailingZeros(((octet + ABOVE_NINE) | octet) & HIGH_BITS) / Byte.SIZE;
    }

    /** The number of so many digits, at least one, joined two by two: to pairs, to fours, to eight. */
    private static long number(long octet, int digits) {
        long pairs = octet << ((Swar.COUNT - digits) * Byte.SIZE);
        long fours = (pairs * 10 + (pairs >>> 8)) & 0x00FF00FF00FF00FFL;
        long eights = (fours * 100 + (fours >>> 16)) & 0x0000FFFF0000FFFFL;
        return (eights * 10_000 + (eights >>> 32)) & 0xFFFFFFFFL;
    }
}
