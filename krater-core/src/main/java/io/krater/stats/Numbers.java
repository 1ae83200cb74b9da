package io.krater.stats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** How numbers look in text: the same on every machine, whatever its locale. */
public final class Numbers {
    private static final int LONGEST_PLAIN = 7;

    private Numbers() {}

    /** Four significant digits, in plain digits where that is short. */
    public static String of(double value) {
        return withDigits(value, 4);
    }

    static String withDigits(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= LONGEST_PLAIN || exponent < -4) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        }
        int decimals = Math.max(0, digits - 1 - exponent);
        return rounded.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** At most three significant digits, without zeros at the end: for settings like 95 or 2.5. */
    public static String brief(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Both limits with the decimals that the width of the interval deserves: two digits of it. */
    public static String interval(Interval interval) {
        double width = interval.high() - interval.low();
        double larger = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
        int digits = width > 0 && larger > 0 ? (int) Math.ceil(Math.log10(larger / width)) + 2 : 4;
        int shown = Math.min(12, Math.max(3, digits));
        return withDigits(interval.low(), shown) + " .. " + withDigits(interval.high(), shown);
    }

    public static String p(double p) {
        return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
