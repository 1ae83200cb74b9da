package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;

/**
 * Hartigan and Hartigan's dip (1985): the distance of the empirical distribution from the nearest unimodal one. Two
 * clusters of trials give a large dip, however skewed each is.
 *
 * @param dip between 1/(2n) and 1/4
 */
public record Dip(double dip) {
    private static final int FEWEST = 4;

    /** Returns the dip of a sample; not computable with fewer than 4 trials, or where all are equal. */
    public static Computed<Dip> of(Sample sample) {
        int n = sample.size();
        if (n < FEWEST) {
            return Reasons.tooFew("a dip test", FEWEST, n);
        }
        if (sample.isConstant()) {
            return Reasons.noSpread("a dip test", sample.get(0));
        }
        return Computed.of(new Dip(DipSearch.dip(sample.sorted())));
    }
}
