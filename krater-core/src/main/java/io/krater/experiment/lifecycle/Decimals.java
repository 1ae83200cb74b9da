package io.krater.experiment.lifecycle;

import java.math.BigDecimal;

/** Rounding to decimals and printing as R does, whose tables ours are compared with. */
public final class Decimals {
    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

    private Decimals() {}

    /**
     * Rounds as R's {@code round(x, digits)} does since 4.0.0: of the two decimal neighbours the nearer one, of two that are
     * equally near the even one.
     *
     * @param digits 0 to 6
     */
    public static double round(double x, int digits) {
        double power = POWERS[digits];
        double scaled = x * power;
        if (Math.abs(scaled) >= 1e15 || Double.isNaN(scaled)) {
            return x;
        }
        double below = Math.floor(scaled);
        double low = below / power;
        double high = Math.ceil(scaled) / power;
        double difference = (x - low) - (high - x);
        boolean even = Math.floorMod((long) below, 2L) == 0;
        double rounded = difference < 0 || (difference == 0 && even) ? low : high;
        return rounded == 0 ? 0 : rounded;
    }

    /** The shortest digits that give the number back, without an exponent, as R writes a rounded number. */
    public static String text(double x) {
        if (x == Math.rint(x) && Math.abs(x) < 1e15) {
            return Long.toString((long) x);
        }
        return BigDecimal.valueOf(x).stripTrailingZeros().toPlainString();
    }
}
