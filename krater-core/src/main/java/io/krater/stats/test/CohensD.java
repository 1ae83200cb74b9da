package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Moments;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import org.apache.commons.numbers.gamma.GammaRatio;

/**
 * The difference of two means in units of their pooled standard deviation.
 *
 * @param d Cohen's d (1988), with the pooled standard deviation of divisor m + n - 2
 * @param hedgesG Hedges' g (1981): d with its small-sample bias removed by the exact factor
 */
public record CohensD(double d, double hedgesG) {

    /**
     * Returns the standardised difference mean(a) - mean(b).
     *
     * @return not computable with fewer than two trials in a sample, or where neither sample scatters
     */
    public static Computed<CohensD> of(Sample a, Sample b) {
        int smaller = Math.min(a.size(), b.size());
        if (smaller < 2) {
            return Reasons.tooFew("Cohen's d on each side", 2, smaller);
        }
        Moments ma = Moments.of(a);
        Moments mb = Moments.of(b);
        double df = ma.n() + mb.n() - 2.0;
        double squares = ma.squares() + mb.squares();
        if (squares == 0) {
            return Computed.not(
                    Obstacle.NO_SPREAD, "neither side scatters, and Cohen's d divides by the standard deviation");
        }
        double d = Moments.differenceOfMeans(a, b) / Math.sqrt(squares / df);
        return Computed.of(new CohensD(d, d * unbiasing(df)));
    }

    /** Γ(df/2) / (√(df/2) Γ((df-1)/2)). */
    private static double unbiasing(double df) {
        return GammaRatio.delta(df / 2, -0.5) / Math.sqrt(df / 2);
    }
}
