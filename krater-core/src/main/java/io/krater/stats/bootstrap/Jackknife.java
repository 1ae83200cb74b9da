package io.krater.stats.bootstrap;

/** Means with each trial left out in turn, less the first trial's value: an offset would cost the digits of their differences. */
public final class Jackknife {
    private Jackknife() {}

    public static double[] means(double[] values) {
        int n = values.length;
        double[] left = new double[n];
        // sums from both ends: taking a value off the total would cancel the digits of the others
        double before = 0;
        for (int i = 0; i < n; i++) {
            left[i] = before;
            before += values[i] - values[0];
        }
        double after = 0;
        for (int i = n - 1; i >= 0; i--) {
            left[i] = (left[i] + after) / (n - 1);
            after += values[i] - values[0];
        }
        return left;
    }
}
