package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Normal;
import io.krater.stats.Obstacle;
import io.krater.stats.Sample;

/**
 * As how many independent trials a series counts: fewer than there are where each trial resembles the one before it.
 *
 * <p>The share is (1 - r) / (1 + r), that of a first-order autoregressive series, with the lag-1 autocorrelation less its
 * bias for few trials, (1 + 4 r) / n (Kendall 1954), from {@value #FEWEST_FOR_LIMIT}
 * trials on at the upper limit of its one-sided 90 % interval, and at most 0.9. It is applied where independent normal trials would show such a correlation in fewer than one of ten series; few trials hide
 * more than they show, so a series that counts in full is not shown to be independent.
 *
 * @param n the trials there are
 * @param r the lag-1 autocorrelation that it counts by; 0 where the series counts in full
 * @param effective as how many it counts, between 2 and n; n itself with fewer than {@value #FEWEST} trials
 */
public record EffectiveSize(int n, double r, double effective) {
    /** Fewer trials say nothing of their order. */
    public static final int FEWEST = 6;

    /** The chance of a series of independent normal trials to be taken for a dependent one. */
    public static final double ALPHA = 0.10;

    /** From so many trials on the upper limit of the autocorrelation counts. */
    public static final int FEWEST_FOR_LIMIT = 15;

    private static final double MOST = 0.9;

    /** Looks at a series in trial order. */
    public static EffectiveSize of(Sample series) {
        int n = series.size();
        Computed<Autocorrelation> found = n < FEWEST
                ? Computed.not(Obstacle.TOO_FEW_VALUES, "a series needs " + FEWEST)
                : Autocorrelation.of(series);
        return found.optional()
                .filter(known -> known.z() > -Normal.quantile(ALPHA))
                .map(known -> dependent(n, known.r1()))
                .orElseGet(() -> new EffectiveSize(n, 0, n));
    }

    private static EffectiveSize dependent(int n, double r1) {
        // of fewer trials the limit is mostly the cap: it costs power and makes up for little
        double beyond = n < FEWEST_FOR_LIMIT ? 0 : -Normal.quantile(ALPHA) * Math.sqrt((1 - r1 * r1) / n);
        return of(n, unbiased(r1, n) + beyond);
    }

    /** Of trials whose lag-1 autocorrelation is known otherwise, without its bias. */
    public static EffectiveSize of(int n, double correlation) {
        double r = Math.min(MOST, correlation);
        return r <= 0 || n < 2
                ? new EffectiveSize(n, 0, n)
                : new EffectiveSize(n, r, Math.max(2, n * (1 - r) / (1 + r)));
    }

    /** A lag-1 autocorrelation less its bias for few trials. */
    public static double unbiased(double r1, int n) {
        return r1 + (1 + 4 * Math.max(0, r1)) / n;
    }

    /**
     * The degrees of freedom of a t statistic whose standard error is widened to the effective size: that size less 1, but at
     * least half of n - 1, because few trials know their autocorrelation too badly for less.
     */
    public double df() {
        return isReduced() ? Math.max(effective - 1, (n - 1) / 2.0) : n - 1.0;
    }

    /** Whether the series counts as fewer trials than there are. */
    public boolean isReduced() {
        return effective < n;
    }
}
