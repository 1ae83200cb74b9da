package io.krater.stats;

/**
 * Count, mean and sum of squared deviations of a sample, computed in two passes with the rounding error of the mean
 * corrected (Chan, Golub and LeVeque 1983), so that a large offset costs no digits of the variance.
 *
 * @param n the number of values
 * @param mean the arithmetic mean; 0 for an empty sample, which callers refuse first
 * @param squares the sum of squared deviations from the mean; exactly 0 when all values are equal
 */
public record Moments(int n, double mean, double squares) {

    public static Moments of(Sample sample) {
        return of(sample.raw());
    }

    public static Moments of(double[] values) {
        int n = values.length;
        if (n == 0) {
            return new Moments(0, 0, 0);
        }
        double origin = values[0];
        double mean = origin + meanFrom(origin, values);
        double squares = 0;
        double residue = 0;
        for (double v : values) {
            double deviation = v - mean;
            squares += deviation * deviation;
            residue += deviation;
        }
        return new Moments(n, mean, Math.max(0, squares - residue * residue / n));
    }

    /** The unbiased variance, divisor n - 1; needs two values. */
    public double variance() {
        return squares / (n - 1);
    }

    /** The standard deviation, divisor n - 1; needs two values. */
    public double sd() {
        return Math.sqrt(variance());
    }

    /** The squared standard error of the mean; needs two values. */
    public double varianceOfMean() {
        return variance() / n;
    }

    /** The skewness g1: the mean cubed deviation by the cube of the standard deviation of divisor n; needs some spread. */
    public double skewness(double[] values) {
        double sigma = Math.sqrt(squares / n);
        // from an origin among the values: the mean itself may not have the digits that tell them apart
        double origin = values[0];
        double centre = meanFrom(origin, values);
        double sum = 0;
        for (double v : values) {
            double z = (v - origin - centre) / sigma;
            sum += z * z * z;
        }
        return sum / n;
    }

    /** mean(a) - mean(b) of non-empty samples, without the rounding error of an offset that both have. */
    public static double differenceOfMeans(Sample a, Sample b) {
        double origin = a.get(0);
        return meanFrom(origin, a.raw()) - meanFrom(origin, b.raw());
    }

    /** The mean of the values less an origin near them, which has digits that the mean itself would lose. */
    public static double meanFrom(double origin, double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v - origin;
        }
        return sum / values.length;
    }
}
