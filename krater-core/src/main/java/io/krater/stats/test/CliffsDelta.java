package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Ranks;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;

/**
 * Cliff's delta (1993): how much more often a value of a is above one of b than below, over all pairs.
 *
 * @param delta between -1 (every a below every b) and 1 (every a above every b); 0 where neither tends to be larger
 */
public record CliffsDelta(double delta) {

    /** The customary words for a delta's size (Romano et al. 2006). */
    public enum Magnitude {
        /** Below 0.147. */
        NEGLIGIBLE,
        /** From 0.147 to below 0.33. */
        SMALL,
        /** From 0.33 to below 0.474. */
        MEDIUM,
        /** From 0.474. */
        LARGE
    }

    /** Returns the delta of a against b, not computable where one of them is empty. */
    public static Computed<CliffsDelta> of(Sample a, Sample b) {
        if (Math.min(a.size(), b.size()) < 1) {
            return Reasons.tooFew("Cliff's delta on each side", 1, 0);
        }
        double[] ascending = b.sorted();
        long balance = 0;
        for (double v : a.raw()) {
            int below = Ranks.firstAtLeast(ascending, v);
            int above = ascending.length - Ranks.firstAbove(ascending, v);
            balance += below - above;
        }
        return Computed.of(new CliffsDelta((double) balance / a.size() / b.size()));
    }

    /** Returns the customary word for the size of this delta, whatever its sign. */
    public Magnitude magnitude() {
        double size = Math.abs(delta);
        if (size < 0.147) {
            return Magnitude.NEGLIGIBLE;
        }
        if (size < 0.33) {
            return Magnitude.SMALL;
        }
        return size < 0.474 ? Magnitude.MEDIUM : Magnitude.LARGE;
    }
}
