package io.krater.stats.bootstrap;

import io.krater.stats.Normal;
import io.krater.stats.StudentT;

/**
 * How much a bootstrap interval of means has to be widened for the size of its samples (Hesterberg 2015, "What teachers
 * should know about the bootstrap", extended here to two samples by Welch's degrees of freedom).
 *
 * @param factor the standard error by the standard deviation of the bootstrap distribution, above 1
 * @param df the degrees of freedom of the t distribution whose tails are due
 */
public record Widening(double factor, double df) {

    public static Widening ofMean(int n) {
        return new Widening(Math.sqrt(n / (n - 1.0)), n - 1.0);
    }

    /**
     * The widening for a difference of means, or for a ratio, with squared standard errors relative to the means.
     *
     * @param va the squared standard error of the first mean
     * @param vb that of the second; not both 0
     */
    public static Widening ofTwoMeans(int m, double va, int n, double vb) {
        double shareA = va / (va + vb);
        double shareB = 1 - shareA;
        double resampled = shareA * (m - 1) / m + shareB * (n - 1) / n;
        double df = 1 / (shareA * shareA / (m - 1) + shareB * shareB / (n - 1));
        return new Widening(1 / Math.sqrt(resampled), df);
    }

    /** The share to cut off at both ends together where an interval without widening would cut off alpha. */
    public double alpha(double alpha) {
        return 2 * Normal.survival(factor * StudentT.critical(1 - alpha, df));
    }
}
