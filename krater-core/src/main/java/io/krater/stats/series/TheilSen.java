package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.Arrays;
import org.apache.commons.math3.util.KthSelector;
import org.apache.commons.math3.util.MedianOf3PivotingStrategy;

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
        return Computed.of(new TheilSen(median(slopes)));
    }

    /** By selection, which takes a tenth of the time that sorting millions of slopes would. */
    private static double median(double[] slopes) {
        KthSelector selector = new KthSelector(new MedianOf3PivotingStrategy());
        int upper = slopes.length / 2;
        double above = selector.select(slopes, null, upper);
        if (slopes.length % 2 == 1) {
            return above;
        }
        // what lies before the selected one is no larger than it
        double below = Arrays.stream(slopes, 0, upper).max().orElse(above);
        return below + (above - below) / 2;
    }
}
