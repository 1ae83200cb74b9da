package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Normal;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;

/**
 * The Shapiro-Wilk test of normality in Royston's extension, algorithm AS R94 (Applied Statistics 44, 1995).
 *
 * @param w the statistic, between 0 and 1; near 1 where a sample looks normal
 * @param p the probability of a w as small under normality
 */
public record ShapiroWilk(double w, double p) {
    /** The smallest sample that can be tested. */
    public static final int MIN_N = 3;
    /** The largest sample for which Royston's approximation was made. */
    public static final int MAX_N = 5000;

    // Royston's polynomials, lowest power first
    private static final double[] WEIGHT_LAST = {0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056};
    private static final double[] WEIGHT_LAST_BUT_ONE = {0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};
    private static final double[] SMALL_MEAN = {0.544, -0.39978, 0.025054, -6.714e-4};
    private static final double[] SMALL_LOG_SD = {1.3822, -0.77857, 0.062767, -0.0020322};
    private static final double[] SMALL_GAMMA = {-2.273, 0.459};
    private static final double[] LARGE_MEAN = {-1.5861, -0.31082, -0.083751, 0.0038915};
    private static final double[] LARGE_LOG_SD = {-0.4803, -0.082676, 0.0030302};

    /**
     * Tests whether a sample looks normal.
     *
     * @return not computable with fewer than {@value #MIN_N} or more than {@value #MAX_N} trials, or where all are equal
     */
    public static Computed<ShapiroWilk> test(Sample sample) {
        int n = sample.size();
        if (n < MIN_N) {
            return Reasons.tooFew("the Shapiro-Wilk test", MIN_N, n);
        }
        if (n > MAX_N) {
            return Computed.not(
                    Obstacle.TOO_MANY_VALUES,
                    "the Shapiro-Wilk test is defined up to " + MAX_N + " trials, there are " + n);
        }
        if (sample.isConstant()) {
            return Reasons.noSpread("the Shapiro-Wilk test", sample.get(0));
        }
        double lack = lackOfCorrelation(sample.sorted(), weights(n));
        double w = 1 - lack;
        return Computed.of(new ShapiroWilk(w, n == 3 ? exactP(w) : approximateP(lack, n)));
    }

    /** The weights of the upper half of the order statistics, from the largest inwards; positive. */
    static double[] weights(int n) {
        int half = n / 2;
        double[] a = new double[half];
        if (n == 3) {
            a[0] = Math.sqrt(0.5);
            return a;
        }
        double[] m = new double[half];
        double squares = 0;
        for (int i = 0; i < half; i++) {
            m[i] = -Normal.quantile((i + 1 - 0.375) / (n + 0.25));
            squares += 2 * m[i] * m[i];
        }
        double root = Math.sqrt(squares);
        double u = 1 / Math.sqrt(n);
        int fitted = n > 5 ? 2 : 1;
        a[0] = polynomial(WEIGHT_LAST, u) + m[0] / root;
        double restOfM = squares - 2 * m[0] * m[0];
        double restOfA = 1 - 2 * a[0] * a[0];
        if (fitted == 2) {
            a[1] = polynomial(WEIGHT_LAST_BUT_ONE, u) + m[1] / root;
            restOfM -= 2 * m[1] * m[1];
            restOfA -= 2 * a[1] * a[1];
        }
        double factor = Math.sqrt(restOfM / restOfA);
        for (int i = fitted; i < half; i++) {
            a[i] = m[i] / factor;
        }
        return a;
    }

    /** 1 - W, from the squared correlation of values and weights, without the cancellation of subtracting it from 1. */
    private static double lackOfCorrelation(double[] ascending, double[] weights) {
        int n = ascending.length;
        double range = ascending[n - 1] - ascending[0];
        double origin = ascending[n / 2];
        double mean = 0;
        for (double v : ascending) {
            mean += (v - origin) / range;
        }
        mean /= n;
        double products = 0;
        double values = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double x = (ascending[i] - origin) / range - mean;
            double a = signedWeight(weights, i, n);
            products += a * x;
            values += x * x;
            squares += a * a;
        }
        double both = Math.sqrt(squares * values);
        // rounding may leave a negative rest where the values lie exactly as normal ones should
        return Math.max(0, (both - products) * (both + products) / (squares * values));
    }

    private static double signedWeight(double[] weights, int i, int n) {
        if (i < weights.length) {
            return -weights[i];
        }
        int fromTop = n - 1 - i;
        return fromTop < weights.length ? weights[fromTop] : 0;
    }

    private static double exactP(double w) {
        double p = 6 / Math.PI * (Math.asin(Math.sqrt(w)) - Math.asin(Math.sqrt(0.75)));
        return Math.min(1, Math.max(0, p));
    }

    private static double approximateP(double lack, int n) {
        double y = Math.log(lack);
        if (n > 11) {
            double x = Math.log(n);
            return Normal.survival((y - polynomial(LARGE_MEAN, x)) / Math.exp(polynomial(LARGE_LOG_SD, x)));
        }
        double gamma = polynomial(SMALL_GAMMA, n);
        if (y >= gamma) {
            return 0;
        }
        double z = (-Math.log(gamma - y) - polynomial(SMALL_MEAN, n)) / Math.exp(polynomial(SMALL_LOG_SD, n));
        return Normal.survival(z);
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = value * x + coefficients[i];
        }
        return value;
    }
}
