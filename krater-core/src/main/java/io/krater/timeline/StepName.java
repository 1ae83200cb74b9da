package io.krater.timeline;

/**
 * A step by the marks that it lies between.
 *
 * @param from the mark that begins it
 * @param to the mark that ends it
 */
public record StepName(String from, String to) {
    /** Both marks with an arrow, as urunc's scripts name a step: {@code TS00 -> TS01}. */
    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
