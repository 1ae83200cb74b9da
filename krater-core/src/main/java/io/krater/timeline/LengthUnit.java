package io.krater.timeline;

import java.util.Locale;

/** The unit that a table or figure gives lengths in. */
public enum LengthUnit {
    /** Nanoseconds. */
    NS("ns", 1, 0),
    /** Microseconds. */
    US("µs", 1e3, 3),
    /** Milliseconds. */
    MS("ms", 1e6, 3),
    /** Seconds. */
    S("s", 1e9, 3);

    private final String symbol;
    private final double nanos;
    private final int decimals;

    LengthUnit(String symbol, double nanos, int decimals) {
        this.symbol = symbol;
        this.nanos = nanos;
        this.decimals = decimals;
    }

    /** The largest unit of which a length holds at least ten. */
    public static LengthUnit of(double length) {
        LengthUnit fitting = NS;
        for (LengthUnit unit : values()) {
            if (Math.abs(length) >= 10 * unit.nanos) {
                fitting = unit;
            }
        }
        return fitting;
    }

    /** The unit's symbol. */
    public String symbol() {
        return symbol;
    }

    /** How many nanoseconds it has. */
    public double nanos() {
        return nanos;
    }

    /** A length in this unit, with three decimals; whole for nanoseconds. */
    public String of(double length, Locale locale) {
        return String.format(locale, "%." + decimals + "f", length / nanos);
    }
}
