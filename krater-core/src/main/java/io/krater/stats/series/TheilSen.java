package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Obstacle;
import io.krater.stats.Quantile;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.Arrays;

/**
 * The Theil-Sen slope (Theil 1950, Sen 1968): the median of the slopes between all pairs of trials, which a few outliers
 * do not move.
 *
 * @param slope the change per trial, in the values' unit
 */
public record TheilSen(double slope) {
    /** The largest sample; beyond it the pairs would take more than 100 MB. */
    public static final int MAX_N = 5000;

    /** Returns the slope over trial order; not computable with fewer than 2 or more than {@value #MAX_N} trials. */
    public static Computed<TheilSen> of(Sample sample) {
        int n = sample.size();
        if (n < 2) {
            return Reasons.tooFew("a slope", 2, n);
        }
        if (n > MAX_N) {
            return Computed.not(
                    Obstacle.TOO_MANY_VALUES,
                    "a slope over all pairs takes up to " + MAX_N + " trials, there are " + n);
        }
        double[] values = sample.raw();
        double[] slopes = new double[n * (n - 1) / 2];
        int count = 0;
        for (int later = 1; later < n; later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                slopes[count++] = (values[later] - values[earlier]) / (later - earlier);
            }
        }
        Arrays.sort(slopes);
        return Computed.of(new TheilSen(Quantile.ofSorted(slopes, 0.5)));
    }
}
