package io.krater.suite;

import java.util.OptionalDouble;

/**
 * Blocks go on until it is told of every environment, in each variant, how it differs from the first one: by intervals that
 * may be looked at after every round (confidence sequences), so that stopping by them makes no verdict less sure.
 *
 * @param fewestTrials trials of each cell before the first look, from 5 up
 * @param margin with a margin, a verdict is better or worse by at least that, or the same within it, 0.001 to 0.5; empty
 *     where only a difference is one, so that equal environments run to the most trials
 * @param metric name of the metric that is looked at, as in tables
 */
public record VerdictRule(int fewestTrials, OptionalDouble margin, String metric) implements StopRule {
    private static final double NARROWEST = 1e-3;
    private static final double WIDEST = 0.5;

    /**
     * Checks the bounds; the message names the value.
     *
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public VerdictRule {
        StopRule.check("untilVerdict", fewestTrials, metric);
        if (margin.isPresent() && !(margin.getAsDouble() >= NARROWEST && margin.getAsDouble() <= WIDEST)) {
            throw new IllegalArgumentException("the margin of untilVerdict must be in " + NARROWEST + ".." + WIDEST
                    + ", was " + margin.getAsDouble() + StopRule.percentHint(margin.getAsDouble()));
        }
    }

    @Override
    public int firstLook() {
        return fewestTrials;
    }

    @Override
    public String name() {
        return "untilVerdict";
    }
}
