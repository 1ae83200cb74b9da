package io.krater.stats.bootstrap;

/** The means of many resamples of two samples. */
public final class ResampledPair {
    private final double[] first;
    private final double[] second;

    ResampledPair(double[] first, double[] second) {
        this.first = first;
        this.second = second;
    }

    double[] differences() {
        double[] result = new double[first.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = first[i] - second[i];
        }
        return result;
    }

    /** The ratios, or none where a resample of the second sample has the mean 0. */
    double[] ratios() {
        double[] result = new double[first.length];
        for (int i = 0; i < result.length; i++) {
            if (second[i] == 0) {
                return new double[0];
            }
            result[i] = first[i] / second[i];
        }
        return result;
    }
}
