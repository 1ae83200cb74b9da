package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.test.CliffsDelta;
import io.krater.stats.test.CohensD;
import io.krater.stats.test.Equivalence;
import io.krater.stats.test.PowerLine;
import io.krater.stats.test.TestResult;

/**
 * Two groups compared: everything is said of the first against the reference.
 *
 * @param name the first group's name
 * @param reference the second group's name; the baseline where it takes part
 * @param choice the test that was used, and why
 * @param test its answer
 * @param reach what that test can show with so many trials, whatever they are
 * @param effect what decides, where the interval does ({@link TestRule#isByInterval})
 * @param ratio the ratio to the reference, with its interval for this pair alone: what decides, where that is a ratio, else
 *     {@code ratioOfMeans}
 * @param typical the ratio that a typical trial shows (Hodges and Lehmann on logarithms), within blocks where the pair is
 *     judged so, with the interval of the rank test
 * @param ratioOfMeans the mean by the reference's, with a bootstrap interval
 * @param difference the mean less the reference's, with a bootstrap interval
 * @param cohensD the standardised difference of means, and Hedges' g
 * @param cliffsDelta how much more often the first group's values are the larger
 * @param equivalence the test of sameness, where a margin was stated
 * @param blocked the comparison of trials of the same block, where the blocks make pairs
 * @param power how many trials would show the target difference
 * @param verdict what is shown
 */
public record PairComparison(
        String name,
        String reference,
        TestChoice choice,
        Computed<TestResult> test,
        PairReach reach,
        Computed<Effect> effect,
        Computed<Estimate> ratio,
        Computed<Estimate> typical,
        Computed<Estimate> ratioOfMeans,
        Computed<Estimate> difference,
        Computed<CohensD> cohensD,
        Computed<CliffsDelta> cliffsDelta,
        Computed<Equivalence> equivalence,
        Computed<BlockedComparison> blocked,
        Computed<PowerLine> power,
        Verdict verdict) {

    /** The interval of the ratio to be printed beside the verdict: the one that decides, where that is of a ratio. */
    public Computed<Interval> decisive() {
        return effect.optional()
                .filter(e -> e.estimand().isRatio())
                .map(e -> Computed.of(e.simultaneous()))
                .orElseGet(() -> ratio.flatMap(Estimate::interval));
    }

    /** Whether the interval that decides leaves out equality while the verdict stays open, for want of the margin. */
    public boolean isOpenByMargin() {
        return verdict == Verdict.CANNOT_TELL
                && effect.optional().filter(Effect::isShown).isPresent();
    }

    /**
     * Whether mean and typical trial tell different ratios: one of them lies outside the other's interval, as where a few
     * trials are far off.
     */
    public boolean isTypicalElsewhere() {
        return ratio.optional()
                .flatMap(mean -> typical.optional().filter(usual -> !isWithin(mean, usual) || !isWithin(usual, mean)))
                .isPresent();
    }

    /** Whether the typical trial's interval, for this pair alone, leaves out 1 where the verdict stays open. */
    public boolean isTypicalTold() {
        return verdict == Verdict.CANNOT_TELL
                && effect.isComputed()
                && effect.get().estimand() != Estimand.TYPICAL_RATIO
                && typical.flatMap(Estimate::interval)
                        .optional()
                        .filter(interval -> !interval.contains(1))
                        .isPresent();
    }

    private static boolean isWithin(Estimate estimate, Estimate other) {
        return other.interval()
                .optional()
                .filter(interval -> !interval.contains(estimate.value()))
                .isEmpty();
    }
}
