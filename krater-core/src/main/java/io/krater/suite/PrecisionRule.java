package io.krater.suite;

import java.util.Locale;

/**
 * Blocks go on until the 95 % interval of the mean of a metric is narrow enough in every cell.
 *
 * <p>A rule that looks at the data stops a little early on average, so its last intervals are slightly too narrow, and much
 * too narrow where a few slow trials have not been met yet; {@code docs/method.md} has by how much. So it does not look
 * before {@value #FIRST_LOOK} trials, nor stop while a cell has outliers or its trials depend on one another.
 *
 * @param fewestTrials trials of each cell that run in any case, from 5 up
 * @param relativeHalfWidth half the interval's width over the mean's magnitude that is narrow enough, 0.0001 to 0.5
 * @param metric name of the metric that is looked at, as in tables
 * @param despiteDoubts whether it looks from the fewest trials on, and stops whatever the trials look like
 */
public record PrecisionRule(int fewestTrials, double relativeHalfWidth, String metric, boolean despiteDoubts)
        implements StopRule {
    /** The trials before the first look: of trials of which one in ten is slow, 20 hold none in 12 of 100 suites. */
    public static final int FIRST_LOOK = 20;

    private static final double NARROWEST = 1e-4;
    private static final double WIDEST = 0.5;

    /**
     * Checks the bounds; the message names the value.
     *
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public PrecisionRule {
        StopRule.check("untilPrecision", fewestTrials, metric);
        if (!(relativeHalfWidth >= NARROWEST && relativeHalfWidth <= WIDEST)) {
            throw new IllegalArgumentException("untilPrecision must be in 0.0001.." + WIDEST + ", was "
                    + relativeHalfWidth + StopRule.percentHint(relativeHalfWidth));
        }
    }

    @Override
    public int firstLook() {
        return despiteDoubts ? fewestTrials : Math.max(FIRST_LOOK, fewestTrials);
    }

    @Override
    public String name() {
        return "untilPrecision";
    }

    /** The bound as a percentage, such as {@code 2 %}. */
    public String percent() {
        String text = String.format(Locale.ROOT, "%.2f", 100 * relativeHalfWidth);
        return text.replaceAll("\\.?0+$", "") + " %";
    }
}
