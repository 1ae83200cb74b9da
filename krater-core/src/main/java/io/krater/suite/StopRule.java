package io.krater.suite;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * When a suite stops before its highest number of trials: whole blocks go on until every cell's mean is known well enough
 * ({@link PrecisionRule}), or until every environment's verdict is told ({@link VerdictRule}).
 */
public sealed interface StopRule permits PrecisionRule, VerdictRule {
    /** Below this number a narrow interval is mostly luck. */
    int LOWEST_FEWEST = 5;

    /** Trials of each cell that run in any case. */
    int fewestTrials();

    /** Trials of each cell before the first look, at least {@link #fewestTrials}. */
    int firstLook();

    /** Name of the metric that is looked at, as in tables. */
    String metric();

    /** What the builder calls it. */
    String name();

    /**
     * Checks what all rules have.
     *
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    static void check(String name, int fewestTrials, String metric) {
        if (fewestTrials < LOWEST_FEWEST) {
            throw new IllegalArgumentException(
                    "the fewest trials of " + name + " must be at least " + LOWEST_FEWEST + ", was " + fewestTrials);
        }
        if (!Pattern.matches("[a-z][a-z0-9_]{0,62}", metric)) {
            throw new IllegalArgumentException(
                    name + " needs a metric's name, of a-z 0-9 _ and beginning with a letter, was \"" + metric + "\"");
        }
    }

    /** For one who meant percents: {@code ; 0.02 means 2 %}. */
    static String percentHint(double share) {
        return share >= 1 && share <= 50
                ? "; "
                        + BigDecimal.valueOf(share)
                                .movePointLeft(2)
                                .stripTrailingZeros()
                                .toPlainString() + " means "
                        + BigDecimal.valueOf(share).stripTrailingZeros().toPlainString() + " %"
                : "";
    }
}
