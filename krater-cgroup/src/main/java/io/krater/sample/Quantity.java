package io.krater.sample;

/**
 * What a figure is a figure of. The built-in ones are {@link Column}s, which are read without allocation; a source may
 * bring its own.
 */
public interface Quantity {
    /** The name in results: lower-case letters, digits and {@code _}. */
    String label();

    /** The unit, such as {@code B}, {@code us} or {@code %}; empty for a plain number. */
    String unit();

    /** Whether it only grows, or goes up and down. */
    Column.Kind kind();

    /**
     * A level at an instant.
     *
     * @throws IllegalArgumentException if the name breaks the rule or is that of a built-in one
     */
    static Quantity gauge(String label, String unit) {
        return new OwnQuantity(label, unit, Column.Kind.GAUGE);
    }

    /**
     * What only grows.
     *
     * @throws IllegalArgumentException if the name breaks the rule or is that of a built-in one
     */
    static Quantity counter(String label, String unit) {
        return new OwnQuantity(label, unit, Column.Kind.COUNTER);
    }
}
