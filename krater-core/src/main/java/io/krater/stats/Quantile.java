package io.krater.stats;

/**
 * Sample quantiles of type 7 in the numbering of Hyndman and Fan (1996): linear interpolation between order statistics at
 * position (n - 1) p, the default of R, NumPy and pandas.
 */
public final class Quantile {
    private Quantile() {}

    /**
     * Returns the quantile of a sample.
     *
     * @param p between 0 (the minimum) and 1 (the maximum)
     * @return the quantile, not computable for an empty sample
     * @throws IllegalArgumentException when p is outside [0, 1]
     */
    public static Computed<Double> of(Sample sample, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("a quantile's p must lie between 0 and 1, was " + p);
        }
        if (sample.size() == 0) {
            return Reasons.tooFew("a quantile", 1, 0);
        }
        return Computed.of(ofSorted(sample.sorted(), p));
    }

    /** The quantile of at least one ascending value. */
    public static double ofSorted(double[] ascending, double p) {
        double position = (ascending.length - 1) * p;
        int below = (int) position;
        if (below == ascending.length - 1) {
            return ascending[below];
        }
        double weight = position - below;
        return ascending[below] + weight * (ascending[below + 1] - ascending[below]);
    }
}
