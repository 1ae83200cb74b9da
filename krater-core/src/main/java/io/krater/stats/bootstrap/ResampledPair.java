package io.krater.stats.bootstrap;

/** The means of many resamples of two samples, each less its sample's smallest value. */
public final class ResampledPair {
    private final double[] first;
    private final double firstOrigin;
    private final double[] second;
    private final double secondOrigin;

    ResampledPair(double[] first, double firstOrigin, double[] second, double secondOrigin) {
        this.first = first;
        this.firstOrigin = firstOrigin;
        this.second = second;
        this.secondOrigin = secondOrigin;
    }

    double[] differences() {
        double apart = firstOrigin - secondOrigin;
        double[] result = new double[first.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = apart + (first[i] - second[i]);
        }
        return result;
    }

    /** The ratios, or none where a resample of the second sample has the mean 0. */
    double[] ratios() {
        double[] result = new double[first.length];
        for (int i = 0; i < result.length; i++) {
            double denominator = secondOrigin + second[i];
            if (denominator == 0) {
                return new double[0];
            }
            result[i] = (firstOrigin + first[i]) / denominator;
        }
        return result;
    }
}
