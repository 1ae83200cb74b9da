package io.krater;

import io.krater.stats.ConfidenceSequence;
import io.krater.stats.Numbers;
import io.krater.stats.compare.ComparisonSettings;
import io.krater.stats.test.Power;
import io.krater.stats.test.Reach;
import io.krater.suite.Order;
import io.krater.suite.Suite;
import io.krater.suite.VerdictRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a suite's design can tell at all, before its first trial: by its number of trials and of environments alone, under the
 * default rule (or that of {@code untilVerdict}) and by rank tests, each adjusted over the pairs of a variant.
 *
 * @param trials trials of each cell; with a rule to stop, the most
 * @param pairs pairs that a variant's family has: all, or those with the first environment where the suite goes on until these
 *     are told
 * @param fewestTrials the fewest trials with which the deciding interval can leave out equality
 * @param smallestP the smallest adjusted p that the deciding interval can give: 0 where it has no bound, 1 where there are too
 *     few trials for an interval
 * @param smallestRankP the smallest adjusted p that the Mann-Whitney test can give with so many trials a side
 * @param fewestByRanks the fewest trials a side with which that test can show a difference
 * @param detectable the difference that is shown with a chance of 80 %, in standard deviations of the log-ratios within blocks
 *     (of the trials, where there are no blocks); empty where none is
 * @param withinBlocks whether trials are compared within blocks
 */
public record Reachable(
        int trials,
        int pairs,
        int fewestTrials,
        double smallestP,
        double smallestRankP,
        int fewestByRanks,
        OptionalDouble detectable,
        boolean withinBlocks) {
    private static final double ALPHA = 0.05;
    private static final int FEWEST_BLOCKS = 3;
    private static final int FEWEST_UNPAIRED = 2;

    /** Of a suite; empty where it has a single environment, so that nothing is compared. */
    public static Optional<Reachable> of(Suite suite) {
        int k = suite.environments().size();
        if (k < 2) {
            return Optional.empty();
        }
        boolean told = suite.stopRule().filter(VerdictRule.class::isInstance).isPresent();
        int all = k * (k - 1) / 2;
        int pairs = told || all > ComparisonSettings.MOST_PAIRS ? k - 1 : all;
        double alpha = ALPHA / pairs;
        int n = suite.trials();
        boolean blocks = suite.order() == Order.RANDOMISED_BLOCKS;
        int fewest = told ? ConfidenceSequence.fewest(alpha) : blocks ? FEWEST_BLOCKS : FEWEST_UNPAIRED;
        double smallest = told ? ConfidenceSequence.smallestP(n) : n < fewest ? 1 : 0;
        OptionalDouble detectable = n < fewest
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        told
                                ? Power.detectableAtEveryLook(n, alpha, Power.DEFAULT_POWER)
                                : blocks
                                        ? Power.detectableWithinBlocks(n, alpha, Power.DEFAULT_POWER)
                                        : Power.detectable(n, alpha, Power.DEFAULT_POWER));
        return Optional.of(new Reachable(
                n,
                pairs,
                fewest,
                Math.min(1, pairs * smallest),
                Math.min(1, pairs * Reach.smallestMannWhitney(n, n)),
                Reach.fewestMannWhitney(alpha),
                detectable,
                blocks));
    }

    /** Whether such trials could tell any difference. */
    public boolean isReachable() {
        return trials >= fewestTrials;
    }

    /** Whether rank tests, KRATER's rule among them, could tell any difference by such trials. */
    public boolean isReachableByRanks() {
        return trials >= fewestByRanks;
    }

    /** What can be told, and warnings where nothing can, a line each. */
    public List<String> sentences() {
        List<String> lines = new ArrayList<>();
        String over = pairs == 1 ? "" : " over " + pairs + " pairs";
        if (isReachable()) {
            detectable.ifPresent(sd -> lines.add(trials + " trials of each cell show a difference of "
                    + Numbers.brief(sd) + " times the scatter "
                    + (withinBlocks ? "of a ratio within blocks" : "of the trials")
                    + over + " with a chance of 80 %"));
        } else {
            lines.add("warning: " + trials + (trials == 1 ? " trial" : " trials")
                    + " of each cell can tell no difference" + over + ", whatever the trials are; it takes "
                    + fewestTrials
                    + (smallestP > 0 && smallestP < 1
                            ? " (the smallest adjusted p is " + Numbers.p(smallestP) + ")"
                            : ""));
        }
        if (!isReachableByRanks()) {
            lines.add("warning: rank tests, such as KRATER's rule, can tell no difference" + over + " by " + trials
                    + (trials == 1 ? " trial" : " trials") + " of each cell (the smallest adjusted p is "
                    + Numbers.p(smallestRankP) + "); they take " + fewestByRanks);
        }
        return lines;
    }
}
