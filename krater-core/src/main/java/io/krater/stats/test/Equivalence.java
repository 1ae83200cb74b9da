package io.krater.stats.test;

/**
 * A test of sameness within a relative margin, and its answer.
 *
 * @param margin the stated margin, a fraction of the reference's mean
 * @param tost the two one-sided tests
 * @param adjustedP their p after {@link HolmBonferroni} over the comparison's family
 */
public record Equivalence(double margin, Tost tost, double adjustedP) {

    public Equivalence adjusted(double byHolm) {
        return new Equivalence(margin, tost, byHolm);
    }
}
