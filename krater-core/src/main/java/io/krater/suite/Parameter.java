package io.krater.suite;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What a variant's label stands for: a number with its unit, which has an order and can be an axis, or text. Immutable.
 */
public sealed interface Parameter {
    /** A number without a unit, such as a matrix size or a count of instances. */
    static Parameter number(double value) {
        return number(value, "");
    }

    /**
     * A number.
     *
     * @param value finite
     * @param unit as it is written, such as {@code MiB}; empty for none
     * @throws IllegalArgumentException if the value is not finite
     */
    static Parameter number(double value, String unit) {
        return new Numeric(value, unit);
    }

    /** Text, such as a mode or the name of a file. */
    static Parameter text(String value) {
        return new Text(value);
    }

    /**
     * A number without a unit where the text is a decimal number that loses nothing by it, such as {@code 256} or {@code 0.50};
     * else text, such as {@code 007}.
     */
    static Parameter of(String text) {
        if (!Numeric.DECIMAL.matcher(text).matches()) {
            return text(text);
        }
        double value = Double.parseDouble(text);
        boolean exact =
                Double.isFinite(value) && new BigDecimal(text).compareTo(new BigDecimal(Double.toString(value))) == 0;
        return exact ? number(value) : text(text);
    }

    /** The number; empty for text. */
    OptionalDouble asNumber();

    /** The unit of a number; empty for text and where there is none. */
    String unit();

    /** The value without its unit, so that it reads back as the same: {@code 256}, {@code 0.5}, {@code burst}. */
    String format();

    /**
     * A number.
     *
     * @param value finite
     * @param unit as it is written; empty for none
     */
    record Numeric(double value, String unit) implements Parameter {
        private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?");
        private static final double WRITTEN_OUT_BELOW = 1e15;
        private static final double WRITTEN_OUT_FROM = 1e-6;

        /**
         * Checks the value; there is no negative zero.
         *
         * @throws IllegalArgumentException if it is not finite
         */
        public Numeric {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a parameter's number must be finite, was " + value);
            }
            value += 0.0;
        }

        @Override
        public OptionalDouble asNumber() {
            return OptionalDouble.of(value);
        }

        @Override
        public String format() {
            double size = Math.abs(value);
            boolean writtenOut = value == 0 || (size >= WRITTEN_OUT_FROM && size < WRITTEN_OUT_BELOW);
            BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
            return writtenOut ? exact.toPlainString() : Double.toString(value);
        }

        /** The value with its unit. */
        @Override
        public String toString() {
            return unit.isEmpty() ? format() : format() + " " + unit;
        }
    }

    /**
     * Text.
     *
     * @param value as given
     */
    record Text(String value) implements Parameter {
        @Override
        public OptionalDouble asNumber() {
            return OptionalDouble.empty();
        }

        @Override
        public String unit() {
            return "";
        }

        @Override
        public String format() {
            return value;
        }

        @Override
        public String toString() {
            return value;
        }
    }
}
