package io.krater.stats;

/** Means with each trial left out in turn. */
final class Jackknife {
    private Jackknife() {}

    static double[] means(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        double[] left = new double[values.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = (sum - values[i]) / (values.length - 1);
        }
        return left;
    }
}
