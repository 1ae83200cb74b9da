package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Moments;
import io.krater.stats.Obstacle;
import io.krater.stats.Sample;
import io.krater.stats.StudentT;

/**
 * Two one-sided tests (Schuirmann 1987) with Welch's t: whether two means are equivalent, that is, differ by less than a
 * margin stated beforehand. Unlike a large p of a test for difference, this shows sameness.
 *
 * @param pLow the p of "a lies above the lower margin"
 * @param pHigh the p of "a lies below the upper margin"
 */
public record Tost(double pLow, double pHigh) {

    /**
     * Tests |mean(a) - mean(b)| against an absolute margin.
     *
     * @param margin in the values' unit, above 0
     * @return not computable with fewer than two trials in a sample, or where neither sample scatters
     * @throws IllegalArgumentException if the margin is out of range
     */
    public static Computed<Tost> difference(Sample a, Sample b, double margin) {
        requireMargin(margin, Double.POSITIVE_INFINITY);
        return MeanDifference.of(a, b, "an equivalence test").map(d -> {
            double low = (d.difference() + margin) / d.standardError();
            double high = (d.difference() - margin) / d.standardError();
            return new Tost(StudentT.survival(low, d.df()), StudentT.survival(-high, d.df()));
        });
    }

    /**
     * Tests mean(a) / mean(baseline) against 1 - margin and 1 + margin, by the linear contrasts mean(a) - (1 ± margin)
     * mean(baseline) (Sasabuchi 1988), so that the baseline's own scatter is taken into account.
     *
     * @param margin a fraction of the baseline's mean, between 0 and 1 exclusive, for example 0.05
     * @return not computable with fewer than two trials in a sample, where neither scatters, or where the baseline's mean
     *     is not above 0
     * @throws IllegalArgumentException if the margin is out of range
     */
    public static Computed<Tost> ratio(Sample a, Sample baseline, double margin) {
        requireMargin(margin, 1);
        Moments base = Moments.of(baseline);
        if (base.n() > 0 && !(base.mean() > 0)) {
            return Computed.not(
                    base.mean() == 0 ? Obstacle.ZERO_MEAN : Obstacle.NEGATIVE_VALUES,
                    "the baseline's mean is " + base.mean() + ", and a relative margin needs one above 0");
        }
        String what = "an equivalence test";
        return MeanDifference.of(a, baseline.scaled(1 - margin), what)
                .flatMap(low -> MeanDifference.of(a, baseline.scaled(1 + margin), what)
                        .map(high -> new Tost(
                                StudentT.survival(low.t(), low.df()), StudentT.survival(-high.t(), high.df()))));
    }

    private static void requireMargin(double margin, double bound) {
        if (!(margin > 0 && margin < bound)) {
            throw new IllegalArgumentException(
                    "the margin must be above 0" + (bound == 1 ? " and below 1" : " and finite") + ", was " + margin);
        }
    }

    /** Returns the p of equivalence: the larger of the two. */
    public double p() {
        return Math.max(pLow, pHigh);
    }
}
