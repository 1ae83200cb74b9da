package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Moments;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import io.krater.stats.StudentT;
import io.krater.stats.test.Pairing;
import io.krater.stats.test.WilcoxonSignedRank;

/**
 * Two samples compared within blocks: trials that ran in the same block of the plan make a pair, so that what changed
 * between blocks (drift, a neighbour, heat) cancels out.
 *
 * <p>Valid where every block that counts holds exactly one trial of each side. Blocks in which a side has no trial, for
 * example because it failed, are left out and counted.
 *
 * @param pairs the complete blocks
 * @param leftOut the blocks that hold a trial of one side only
 * @param difference the mean of a - b within blocks, with the paired t interval
 * @param t the paired t statistic
 * @param p the two-sided p value of t with pairs - 1 degrees of freedom
 * @param wilcoxon Wilcoxon's signed-rank test of the same differences
 * @param ratio the geometric mean of a / b within blocks, with the t interval of its logarithm; needs values above 0
 * @param gain the variance of a difference of unpaired means by that of the paired ones: above 1 where blocks helped
 */
public record BlockedComparison(
        int pairs,
        int leftOut,
        Estimate difference,
        double t,
        double p,
        Computed<WilcoxonSignedRank> wilcoxon,
        Computed<Estimate> ratio,
        double gain) {

    /** The smallest number of pairs that is compared. */
    public static final int FEWEST_PAIRS = 3;

    /**
     * Compares two samples within their blocks.
     *
     * @param level the confidence level of the intervals, between 0 and 1 exclusive
     * @return not computable without blocks, with several trials of a side in one block, with fewer than
     *     {@value #FEWEST_PAIRS} pairs, or where all differences are equal
     * @throws IllegalArgumentException if the level is out of range
     */
    public static Computed<BlockedComparison> of(Sample a, Sample b, double level) {
        Interval.requireLevel(level);
        return Pairing.of(a, b).flatMap(pairing -> of(pairing, level));
    }

    private static Computed<BlockedComparison> of(Pairing pairing, double level) {
        Sample differences = pairing.differences();
        Moments moments = Moments.of(differences);
        if (moments.n() < FEWEST_PAIRS) {
            return Computed.not(
                    Obstacle.TOO_FEW_VALUES,
                    "a comparison within blocks needs at least " + FEWEST_PAIRS
                            + " blocks with a trial of each side, there " + Reasons.count(moments.n()));
        }
        if (moments.squares() == 0) {
            return Computed.not(
                    Obstacle.NO_SPREAD,
                    "the difference is " + moments.mean() + " in every block, and a t test needs values that differ");
        }
        double t = moments.mean() / Math.sqrt(moments.varianceOfMean());
        double unpaired =
                Moments.of(pairing.a()).variance() + Moments.of(pairing.b()).variance();
        Computed<Interval> interval = tInterval(moments, level);
        return Computed.of(new BlockedComparison(
                moments.n(),
                pairing.leftOut(),
                new Estimate(moments.mean(), interval),
                t,
                StudentT.twoSided(t, moments.n() - 1.0),
                WilcoxonSignedRank.test(differences),
                ratio(pairing, level),
                unpaired / moments.variance()));
    }

    private static Computed<Estimate> ratio(Pairing pairing, double level) {
        return pairing.logRatios().map(logs -> {
            Moments moments = Moments.of(logs);
            Computed<Interval> interval = tInterval(moments, level)
                    .map(i -> new Interval(Math.exp(i.low()), Math.exp(i.high()), level, IntervalMethod.PAIRED_T));
            return new Estimate(Math.exp(moments.mean()), interval);
        });
    }

    private static Computed<Interval> tInterval(Moments moments, double level) {
        if (moments.squares() == 0) {
            return Reasons.noSpread("a t interval", moments.mean());
        }
        double half = StudentT.critical(level, moments.n() - 1.0) * Math.sqrt(moments.varianceOfMean());
        return Computed.of(new Interval(moments.mean() - half, moments.mean() + half, level, IntervalMethod.PAIRED_T));
    }
}
