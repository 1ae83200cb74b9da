package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Normal;
import io.krater.stats.Ranks;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;

/**
 * The Mann-Kendall test (Mann 1945, Kendall 1975), two-sided: whether values rise or fall over trial order. The normal
 * approximation, corrected for ties and continuity; without ties and up to {@value #EXACT_UP_TO} trials exact.
 *
 * @param s later values that are larger, less those that are smaller, over all pairs
 * @param tau s as a share of all pairs, between -1 (always falling) and 1 (always rising)
 * @param p the two-sided p value
 * @param exact whether p is exact
 */
public record MannKendall(long s, double tau, double p, boolean exact) {
    /** The largest sample without ties for which the exact distribution is computed. */
    public static final int EXACT_UP_TO = 50;

    private static final int FEWEST = 3;

    /** Tests a sample for a trend; not computable with fewer than 3 trials, or where all are equal. */
    public static Computed<MannKendall> test(Sample sample) {
        int n = sample.size();
        if (n < FEWEST) {
            return Reasons.tooFew("the Mann-Kendall test", FEWEST, n);
        }
        if (sample.isConstant()) {
            return Reasons.noSpread("the Mann-Kendall test", sample.get(0));
        }
        double[] values = sample.raw();
        long s = 0;
        for (int later = 1; later < n; later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                s += values[later] > values[earlier] ? 1 : values[later] < values[earlier] ? -1 : 0;
            }
        }
        Ranks ranks = Ranks.of(values);
        boolean exact = n <= EXACT_UP_TO && !ranks.hasTies();
        double p = exact ? exactP(s, n) : normalP(s, variance(values, n));
        return Computed.of(new MannKendall(s, s / (n * (n - 1.0) / 2), p, exact));
    }

    private static double normalP(long s, double variance) {
        return s == 0 ? 1 : Normal.twoSided((Math.abs(s) - 1) / Math.sqrt(variance));
    }

    private static double variance(double[] values, double n) {
        double[] ascending = Sample.derived(values).sorted();
        double ties = 0;
        for (int start = 0; start < ascending.length; ) {
            int end = Ranks.firstAbove(ascending, ascending[start]);
            double t = end - start;
            ties += t * (t - 1) * (2 * t + 5);
            start = end;
        }
        return (n * (n - 1) * (2 * n + 5) - ties) / 18;
    }

    /** By the distribution of the number of inversions of a random order, built up one trial at a time. */
    private static double exactP(long s, int n) {
        int pairs = n * (n - 1) / 2;
        double[] share = new double[pairs + 1];
        share[0] = 1;
        for (int size = 2; size <= n; size++) {
            int most = size * (size - 1) / 2;
            double[] next = new double[pairs + 1];
            for (int inversions = 0; inversions <= most; inversions++) {
                next[inversions] = windowSum(share, inversions, size) / size;
            }
            share = next;
        }
        double tail = 0;
        long beyond = (pairs + Math.abs(s)) / 2;
        for (int inversions = (int) beyond; inversions <= pairs; inversions++) {
            tail += share[inversions];
        }
        return Math.min(1, 2 * tail);
    }

    private static double windowSum(double[] share, int end, int width) {
        double sum = 0;
        for (int i = Math.max(0, end - width + 1); i <= end; i++) {
            sum += share[i];
        }
        return sum;
    }
}
