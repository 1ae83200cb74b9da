package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Normal;
import io.krater.stats.Obstacle;
import io.krater.stats.Ranks;
import io.krater.stats.Sample;
import java.util.Arrays;

/**
 * Wilcoxon's signed-rank test of pairs, two-sided: whether differences tend to one side of zero. Pairs without a
 * difference are left out, as Wilcoxon did.
 *
 * <p>Up to {@value #EXACT_UP_TO} pairs the p value is exact, conditional on ties; beyond, it comes from the normal
 * approximation corrected for ties, without continuity correction.
 *
 * @param w the sum of the ranks of positive differences
 * @param pairs the pairs that differ
 * @param p the two-sided p value
 * @param exact whether p is exact
 */
public record WilcoxonSignedRank(double w, int pairs, double p, boolean exact) {
    /** The largest number of pairs for which the exact distribution is computed. */
    public static final int EXACT_UP_TO = 50;

    /** Tests differences, one per pair; not computable where none differs from zero. */
    public static Computed<WilcoxonSignedRank> test(Sample differences) {
        double[] nonZero = Arrays.stream(differences.raw()).filter(d -> d != 0).toArray();
        int n = nonZero.length;
        if (n == 0) {
            return Computed.not(
                    Obstacle.TOO_FEW_VALUES, "Wilcoxon's signed-rank test needs a pair whose values differ");
        }
        Ranks ranks = Ranks.of(Arrays.stream(nonZero).map(Math::abs).toArray());
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += nonZero[i] > 0 ? ranks.doubled()[i] : 0;
        }
        boolean exact = n <= EXACT_UP_TO;
        double p = exact ? ExactRankSum.ofSigns(ranks.doubled(), sum) : normalP(sum / 2.0, n, ranks.tieTerm());
        return Computed.of(new WilcoxonSignedRank(sum / 2.0, n, p, exact));
    }

    private static double normalP(double w, double n, double tieTerm) {
        double variance = n * (n + 1) * (2 * n + 1) / 24 - tieTerm / 48;
        return Normal.twoSided((w - n * (n + 1) / 4) / Math.sqrt(variance));
    }
}
