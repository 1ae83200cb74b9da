package io.krater.stats.test;

/**
 * A test of difference and its answer.
 *
 * @param statistic the test's own statistic
 * @param p the two-sided p value of this pair alone
 * @param adjustedP p after {@link HolmBonferroni} over the comparison's family
 */
public record TestResult(double statistic, double p, double adjustedP) {

    public TestResult adjusted(double byHolm) {
        return new TestResult(statistic, p, byHolm);
    }
}
