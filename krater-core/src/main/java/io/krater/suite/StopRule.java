package io.krater.suite;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * When a suite stops before its highest number of trials: once every cell has this many, blocks go on until the 95 %
 * interval of the mean of a metric is narrow enough in every cell.
 *
 * <p>A rule that looks at the data stops a little early on average, so its last intervals are slightly too narrow;
 * {@code docs/method.md} has by how much.
 *
 * @param fewestTrials trials of each cell before the first look, from 5 up
 * @param relativeHalfWidth half the interval's width over the mean's magnitude that is narrow enough, 0.0001 to 0.5
 * @param metric name of the metric that is looked at, as in tables
 */
public record StopRule(int fewestTrials, double relativeHalfWidth, String metric) {
    /** Below this number a narrow interval is mostly luck. */
    public static final int LOWEST_FEWEST = 5;

    private static final double NARROWEST = 1e-4;
    private static final double WIDEST = 0.5;
    private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /**
     * Checks the bounds; the message names the value.
     *
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public StopRule {
        if (fewestTrials < LOWEST_FEWEST) {
            throw new IllegalArgumentException(
                    "the fewest trials of untilPrecision must be at least " + LOWEST_FEWEST + ", was " + fewestTrials);
        }
        if (!(relativeHalfWidth >= NARROWEST && relativeHalfWidth <= WIDEST)) {
            throw new IllegalArgumentException(
                    "untilPrecision must be in 0.0001.." + WIDEST + ", was " + relativeHalfWidth);
        }
        if (!METRIC.matcher(metric).matches()) {
            throw new IllegalArgumentException(
                    "untilPrecision needs a metric's name, of a-z 0-9 _ and beginning with a letter, was \"" + metric
                            + "\"");
        }
    }

    /** The bound as a percentage, such as {@code 2 %}. */
    public String percent() {
        String text = String.format(Locale.ROOT, "%.2f", 100 * relativeHalfWidth);
        return text.replaceAll("\\.?0+$", "") + " %";
    }
}
