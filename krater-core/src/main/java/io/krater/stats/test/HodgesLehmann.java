package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Normal;
import io.krater.stats.Obstacle;
import io.krater.stats.Quantile;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.Arrays;

/**
 * Hodges and Lehmann's estimate (1963) of a shift: what a typical trial shows, which a few trials far off do not move. Its
 * interval holds the shifts that the rank test would not reject: exact, for values without ties, up to {@value #EXACT_UP_TO}
 * a side, else by the normal approximation.
 */
public final class HodgesLehmann {
    /** The largest sample for which the depth of the interval is counted exactly. */
    public static final int EXACT_UP_TO = 25;

    /** The largest sample: all pairs of values are formed. */
    public static final int MAX_N = 2000;

    private HodgesLehmann() {}

    /**
     * The median of the means of all pairs of differences, each with itself included, with the interval of Wilcoxon's
     * signed-rank test.
     *
     * @param level the confidence level, between 0 and 1 exclusive
     * @return not computable without a value or with more than {@value #MAX_N}; its interval needs 6 at 95 %
     */
    public static Computed<Estimate> ofDifferences(Sample differences, double level) {
        Interval.requireLevel(level);
        int n = differences.size();
        if (n < 1 || n > MAX_N) {
            return outOfRange(n);
        }
        double[] values = differences.raw();
        double[] means = new double[n * (n + 1) / 2];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                means[count++] = values[i] + (values[j] - values[i]) / 2;
            }
        }
        double tail = (1 - level) / 2;
        double sd = Math.sqrt(n * (n + 1.0) * (2 * n + 1) / 24);
        int depth = n <= EXACT_UP_TO ? ExactRankSum.depthOfSigns(n, tail) : depth(means.length, sd, tail);
        return Computed.of(estimate(means, depth, level, n));
    }

    /**
     * The median of all differences of a value of a and one of b, with the interval of the Mann-Whitney test.
     *
     * @param level the confidence level, between 0 and 1 exclusive
     * @return not computable where a sample is empty or has more than {@value #MAX_N}; its interval needs 4 a side at 95 %
     */
    public static Computed<Estimate> ofSamples(Sample a, Sample b, double level) {
        Interval.requireLevel(level);
        int m = a.size();
        int n = b.size();
        if (Math.min(m, n) < 1 || Math.max(m, n) > MAX_N) {
            return outOfRange(Math.min(m, n) < 1 ? 0 : Math.max(m, n));
        }
        double[] differences = new double[m * n];
        int count = 0;
        for (double x : a.raw()) {
            for (double y : b.raw()) {
                differences[count++] = x - y;
            }
        }
        double tail = (1 - level) / 2;
        double sd = Math.sqrt(m * (double) n * (m + n + 1) / 12);
        int depth = Math.max(m, n) <= EXACT_UP_TO
                ? ExactRankSum.depthOfSubset(m + n, Math.min(m, n), tail)
                : depth(differences.length, sd, tail);
        return Computed.of(estimate(differences, depth, level, Math.min(m, n)));
    }

    private static <T> Computed<T> outOfRange(int n) {
        return n < 1
                ? Reasons.tooFew("a typical trial", 1, 0)
                : Computed.not(
                        Obstacle.TOO_MANY_VALUES,
                        "a typical trial over all pairs takes up to " + MAX_N + " trials, there are " + n);
    }

    private static int depth(int all, double sd, double tail) {
        return Math.max(0, (int) Math.floor(all / 2.0 + Normal.quantile(tail) * sd));
    }

    private static Estimate estimate(double[] values, int depth, double level, int trials) {
        Arrays.sort(values);
        Computed<Interval> interval = depth < 1
                ? Computed.not(
                        Obstacle.TOO_FEW_VALUES,
                        "a rank test of so few trials (" + trials + ") rejects nothing at " + level)
                : Computed.of(
                        new Interval(values[depth - 1], values[values.length - depth], level, IntervalMethod.RANKS));
        return new Estimate(Quantile.ofSorted(values, 0.5), interval);
    }
}
