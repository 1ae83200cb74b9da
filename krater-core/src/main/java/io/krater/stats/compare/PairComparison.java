package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
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
 * @param choice the test of difference that was used, and why
 * @param test its answer
 * @param cohensD the standardised difference of means, and Hedges' g
 * @param cliffsDelta how much more often the first group's values are the larger
 * @param difference the mean less the reference's, with a bootstrap interval
 * @param ratio the mean by the reference's, with a bootstrap interval
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
        Computed<CohensD> cohensD,
        Computed<CliffsDelta> cliffsDelta,
        Computed<Estimate> difference,
        Computed<Estimate> ratio,
        Computed<Equivalence> equivalence,
        Computed<BlockedComparison> blocked,
        Computed<PowerLine> power,
        Verdict verdict) {}
