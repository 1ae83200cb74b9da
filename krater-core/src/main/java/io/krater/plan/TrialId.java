package io.krater.plan;

/**
 * Which trial of a suite: environment, variant and number within that cell, from 1 up.
 *
 * @param environment name of the environment
 * @param variant label of the variant
 * @param number number within the cell, from 1 up
 */
public record TrialId(String environment, String variant, int number) {
    /** {@code environment/variant/number}. */
    @Override
    public String toString() {
        return environment + "/" + variant + "/" + number;
    }
}
