package io.krater.result.rund;

import java.math.BigDecimal;
import java.math.MathContext;

/** Floats as Python prints them: the fewest digits that read back as the same number, with at least one decimal. */
final class PythonFloat {
    private static final int MOST_DIGITS = 17;
    private static final int PLAIN_BELOW = 16;
    private static final int PLAIN_FROM = -4;

    private PythonFloat() {}

    /** The text of a finite number. */
    static String text(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(value).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= PLAIN_FROM && exponent < PLAIN_BELOW) {
            String plain = shortest.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String size = Integer.toString(Math.abs(exponent));
        return (value < 0 ? "-" : "")
                + mantissa
                + (exponent < 0 ? "e-" : "e+")
                + (size.length() == 1 ? "0" + size : size);
    }

    /** Java's own text is not always the shortest before JDK 19. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(MOST_DIGITS));
    }
}
