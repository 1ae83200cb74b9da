package io.krater.stats;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * The noncentral t distribution by Lenth's series, algorithm AS 243 (Applied Statistics 38, 1989): a Poisson mixture of
 * incomplete beta functions.
 */
final class NoncentralT {
    /** Beyond this noncentrality the Poisson weights underflow; every power asked of it is then 1. */
    static final double LARGEST_NONCENTRALITY = 37;

    private static final int MOST_TERMS = 20_000;

    private NoncentralT() {}

    /**
     * The probability of a value above t.
     *
     * @param t any finite number
     * @param df degrees of freedom, above 0
     * @param noncentrality of a magnitude of at most {@link #LARGEST_NONCENTRALITY}
     */
    static double survival(double t, double df, double noncentrality) {
        return t >= 0 ? 1 - cumulativeFromZero(t, df, noncentrality) : cumulativeFromZero(-t, df, -noncentrality);
    }

    private static double cumulativeFromZero(double t, double df, double delta) {
        double x = t * t / (t * t + df);
        double half = delta * delta / 2;
        // Poisson weights at j and half-integer relatives of them
        double p = Math.exp(-half);
        double q = delta * Math.exp(-half - LogGamma.value(1.5)) / Math.sqrt(2);
        double sum = 0;
        double left = 1;
        for (int j = 0; j < MOST_TERMS; j++) {
            double even = RegularizedBeta.value(x, j + 0.5, df / 2);
            double odd = RegularizedBeta.value(x, j + 1.0, df / 2);
            sum += p * even + q * odd;
            left -= p;
            // the terms that remain are below the Poisson weight that remains times the last incomplete beta
            if (j > half && 2 * left * even < 1e-14) {
                break;
            }
            p *= half / (j + 1);
            q *= half / (j + 1.5);
        }
        double above = sum / 2;
        return Math.min(1, Math.max(0, Normal.cumulative(-delta) + above));
    }
}
