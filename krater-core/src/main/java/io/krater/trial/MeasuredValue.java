package io.krater.trial;

/**
 * A figure that a session measured itself, such as the memory that the runtime's processes share.
 *
 * @param value the value, finite
 * @param unit the unit, such as {@code B}; empty for a plain number
 */
public record MeasuredValue(double value, String unit) {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public MeasuredValue {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a measured value must be finite, was " + value);
        }
    }
}
