package io.krater.stats.bootstrap;

/** Means with each trial left out in turn. */
public final class Jackknife {
    private Jackknife() {}

    public static double[] means(double[] values) {
        int n = values.length;
        double[] left = new double[n];
        // sums from both ends: taking a value off the total would cancel the digits of the others
        double before = 0;
        for (int i = 0; i < n; i++) {
            left[i] = before;
            before += values[i];
        }
        double after = 0;
        for (int i = n - 1; i >= 0; i--) {
            left[i] = (left[i] + after) / (n - 1);
            after += values[i];
        }
        return left;
    }
}
