package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Normal;
import io.krater.stats.Ranks;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;

/**
 * The Mann-Whitney U test, two-sided: whether values of one sample tend to be larger than the other's.
 *
 * <p>Up to {@value #EXACT_UP_TO} trials a side the p value is exact, conditional on ties, and beyond where the smaller side
 * makes up for the larger; else it comes from the normal approximation with the variance corrected for ties and a
 * continuity correction of one half.
 *
 * @param u the statistic of the first sample: pairs in which its value is the larger, ties counting one half
 * @param p the two-sided p value: twice the smaller tail, at most 1
 * @param exact whether p is exact
 */
public record MannWhitney(double u, double p, boolean exact) {
    /** The size up to which two samples get the exact distribution; with a smaller one, the other may be larger. */
    public static final int EXACT_UP_TO = 50;

    /**
     * Tests whether one sample tends to larger values than the other.
     *
     * @return not computable where a sample is empty, or where all values of both are equal
     */
    public static Computed<MannWhitney> test(Sample a, Sample b) {
        int m = a.size();
        int n = b.size();
        if (Math.min(m, n) < 1) {
            return Reasons.tooFew("the Mann-Whitney test on each side", 1, 0);
        }
        double[] all = Ranks.joined(a.raw(), b.raw());
        if (Sample.derived(all).isConstant()) {
            return Reasons.noSpread("the Mann-Whitney test", all[0]);
        }
        Ranks ranks = Ranks.of(all);
        long sumA = ranks.doubledSum(0, m);
        double u = sumA / 2.0 - m * (m + 1.0) / 2;
        if (isExact(m, n)) {
            boolean aSmaller = m <= n;
            long observed = aSmaller ? sumA : ranks.doubledSum(m, m + n);
            double p = ExactRankSum.ofSubset(ranks.doubled(), Math.min(m, n), observed);
            return Computed.of(new MannWhitney(u, p, true));
        }
        return Computed.of(new MannWhitney(u, normalP(u, m, n, ranks.tieTerm()), false));
    }

    /** Whether the exact distribution takes no more steps than that of two samples of {@value #EXACT_UP_TO}. */
    static boolean isExact(int m, int n) {
        return steps(m, n) <= steps(EXACT_UP_TO, EXACT_UP_TO);
    }

    private static double steps(double m, double n) {
        double total = m + n;
        return Math.min(m, n) * total * total * (total + 1) / 2;
    }

    private static double normalP(double u, double m, double n, double tieTerm) {
        double total = m + n;
        double variance = m * n / 12 * (total + 1 - tieTerm / (total * (total - 1)));
        double beyond = Math.abs(u - m * n / 2) - 0.5;
        return Math.min(1, 2 * Normal.survival(beyond / Math.sqrt(variance)));
    }
}
