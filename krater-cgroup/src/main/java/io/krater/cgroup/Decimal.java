package io.krater.cgroup;

/** Decimal numbers as the kernel prints them: digits alone, closed by a blank or a line's end. */
final class Decimal {
    /** What is not a number, or is beyond {@link Long#MAX_VALUE}. */
    static final long NONE = -1;

    /** Any number of so many digits fits a {@code long}. */
    private static final int SAFE_DIGITS = 18;

    private Decimal() {}

    /**
     * The number that starts at {@code from} and is closed by {@code end}; {@link #NONE} where there is none. A number
     * that runs into {@code length} unclosed may be cut short, so it is none.
     */
    static long parse(byte[] bytes, int from, int length, byte end) {
        long value = 0;
        int at = from;
        int digit = 0;
        while (at < length && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
            value = value * 10 + digit;
            at++;
        }
        if (at == from || at >= length || bytes[at] != end) {
            return NONE;
        }
        // 19 digits are below 2^64, so those that do not fit come out negative; more may wrap to anything
        return at - from <= SAFE_DIGITS || (at - from == SAFE_DIGITS + 1 && value >= 0) ? value : NONE;
    }
}
