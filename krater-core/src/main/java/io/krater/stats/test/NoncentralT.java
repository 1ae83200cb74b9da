package io.krater.stats.test;

import io.krater.stats.Normal;
import org.apache.commons.numbers.gamma.LogBeta;
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
        double below = Normal.cumulative(-delta);
        double x = t * t / (t * t + df);
        if (x == 0) {
            return below;
        }
        double half = delta * delta / 2;
        // Poisson weights of whole and half-integer index, and their incomplete betas with what these lose at each step
        double p = Math.exp(-half);
        double q = delta * Math.exp(-half - LogGamma.value(1.5)) / Math.sqrt(2);
        double even = RegularizedBeta.value(x, 0.5, df / 2);
        double odd = RegularizedBeta.value(x, 1, df / 2);
        double evenLoss = loss(x, 0.5, df / 2);
        double oddLoss = loss(x, 1, df / 2);
        double sum = 0;
        double left = 1;
        for (int j = 0; j < MOST_TERMS; j++) {
            sum += p * even + q * odd;
            left -= p;
            // the terms that remain are below the Poisson weight that remains times the last incomplete beta
            if (j > half && 2 * left * even < 1e-14) {
                break;
            }
            p *= half / (j + 1);
            q *= half / (j + 1.5);
            even -= evenLoss;
            odd -= oddLoss;
            evenLoss *= x * (j + 0.5 + df / 2) / (j + 1.5);
            oddLoss *= x * (j + 1 + df / 2) / (j + 2.0);
        }
        return Math.min(1, Math.max(0, below + sum / 2));
    }

    /** I(x; a, b) - I(x; a + 1, b) = x^a (1 - x)^b / (a B(a, b)). */
    private static double loss(double x, double a, double b) {
        return Math.exp(a * Math.log(x) + b * Math.log1p(-x) - LogBeta.value(a, b)) / a;
    }
}
