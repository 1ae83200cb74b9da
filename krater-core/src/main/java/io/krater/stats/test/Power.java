package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.ConfidenceSequence;
import io.krater.stats.Normal;
import io.krater.stats.Obstacle;
import io.krater.stats.StudentT;

/**
 * How many trials would show a difference: the power of a two-sided t test of two means with as many trials on each side
 * and equal spread. Where the test is Mann-Whitney's, about 5 % more trials are needed on normal data.
 */
public final class Power {
    /** The chance of showing a true difference that is customarily asked for. */
    public static final double DEFAULT_POWER = 0.8;
    /** More trials than this are not suggested. */
    public static final int MOST_TRIALS = 1_000_000;

    /** Fewer blocks are not compared. */
    private static final int FEWEST_BLOCKS = 3;

    private Power() {}

    /** How trials make a t statistic: its degrees of freedom, and the effect's share of its centre. */
    private enum Design {
        UNPAIRED,
        BLOCKS,
        /** Blocks, by an interval that holds at every look. */
        SEQUENCE;

        double critical(int trials, double alpha) {
            return this == SEQUENCE
                    ? ConfidenceSequence.critical(1 - alpha, trials).orElse(Double.POSITIVE_INFINITY)
                    : StudentT.critical(1 - alpha, df(trials));
        }

        double df(int trials) {
            return this == UNPAIRED ? 2.0 * trials - 2 : trials - 1.0;
        }

        double centre(int trials, double effect) {
            return Math.abs(effect) * Math.sqrt(this == UNPAIRED ? trials / 2.0 : trials);
        }
    }

    /**
     * Returns the chance that the test shows a true difference.
     *
     * @param trials on each side, at least 2
     * @param effect the true difference in standard deviations
     * @param alpha the significance level, between 0 and 1 exclusive
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public static double of(int trials, double effect, double alpha) {
        return of(Design.UNPAIRED, trials, effect, alpha);
    }

    /**
     * Returns the chance that the paired t test shows a true mean difference within blocks.
     *
     * @param blocks at least 2
     * @param effect the true mean difference in standard deviations of the differences
     * @param alpha the significance level, between 0 and 1 exclusive
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public static double withinBlocks(int blocks, double effect, double alpha) {
        return of(Design.BLOCKS, blocks, effect, alpha);
    }

    private static double of(Design design, int trials, double effect, double alpha) {
        requireShare("alpha", alpha);
        if (trials < 2) {
            throw new IllegalArgumentException("the trials of each side must be at least 2, was " + trials);
        }
        double df = design.df(trials);
        double critical = design.critical(trials, alpha);
        if (Double.isInfinite(critical)) {
            return 0;
        }
        double noncentrality = design.centre(trials, effect);
        if (noncentrality > NoncentralT.LARGEST_NONCENTRALITY) {
            return largeEffect(df, noncentrality, critical);
        }
        return Math.min(
                1,
                NoncentralT.survival(critical, df, noncentrality) + NoncentralT.survival(critical, df, -noncentrality));
    }

    private static double largeEffect(double df, double noncentrality, double critical) {
        // the normal approximation of Abramowitz and Stegun (1972), 26.7.10, beyond reach of the series
        double z = (critical * (1 - 1 / (4 * df)) - noncentrality) / Math.sqrt(1 + critical * critical / (2 * df));
        return Normal.survival(z);
    }

    /**
     * Returns the smallest number of trials on each side that shows a difference with the asked-for chance.
     *
     * @param effect the true difference in standard deviations, not 0
     * @param alpha the significance level, between 0 and 1 exclusive
     * @param power the chance of showing it, between 0 and 1 exclusive
     * @return not computable where it is more than {@value #MOST_TRIALS}
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public static Computed<Integer> trialsFor(double effect, double alpha, double power) {
        return trialsFor(Design.UNPAIRED, effect, alpha, power);
    }

    /** The same for blocks, with the effect in standard deviations of the differences within blocks; at least 3. */
    public static Computed<Integer> blocksFor(double effect, double alpha, double power) {
        return trialsFor(Design.BLOCKS, effect, alpha, power).map(n -> Math.max(FEWEST_BLOCKS, n));
    }

    /**
     * The blocks at which an interval that holds at every look shows the effect with the asked-for chance; a suite that
     * looks after each of them has shown it by then in more.
     */
    public static Computed<Integer> blocksAtEveryLook(double effect, double alpha, double power) {
        return trialsFor(Design.SEQUENCE, effect, alpha, power);
    }

    /** As {@link #detectableWithinBlocks} where the interval holds at every look; infinite where so few bound no mean. */
    public static double detectableAtEveryLook(int blocks, double alpha, double power) {
        return ConfidenceSequence.critical(1 - alpha, blocks).isEmpty()
                ? Double.POSITIVE_INFINITY
                : detectable(Design.SEQUENCE, blocks, alpha, power);
    }

    private static Computed<Integer> trialsFor(Design design, double effect, double alpha, double power) {
        requireShare("power", power);
        if (!(Math.abs(effect) > 0)) {
            throw new IllegalArgumentException("the effect must not be 0, was " + effect);
        }
        int tooFew = 1;
        int enough = 2;
        while (of(design, enough, effect, alpha) < power) {
            if (enough == MOST_TRIALS) {
                return Computed.not(
                        Obstacle.OUT_OF_REACH,
                        "a difference of " + effect + " standard deviations needs more than " + MOST_TRIALS
                                + " trials");
            }
            tooFew = enough;
            enough = Math.min(MOST_TRIALS, 2 * enough);
        }
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) >>> 1;
            if (of(design, middle, effect, alpha) >= power) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return Computed.of(enough);
    }

    /**
     * Returns the smallest difference, in standard deviations, that so many trials show with the asked-for chance.
     *
     * @param trials on each side, at least 2
     * @param alpha the significance level, between 0 and 1 exclusive
     * @param power the chance of showing it, above alpha and below 1
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public static double detectable(int trials, double alpha, double power) {
        return detectable(Design.UNPAIRED, trials, alpha, power);
    }

    /** The same for blocks, in standard deviations of the differences within blocks. */
    public static double detectableWithinBlocks(int blocks, double alpha, double power) {
        return detectable(Design.BLOCKS, blocks, alpha, power);
    }

    private static double detectable(Design design, int trials, double alpha, double power) {
        requireShare("power", power);
        if (power <= alpha) {
            throw new IllegalArgumentException("power must be above alpha, was " + power + " with alpha " + alpha);
        }
        double low = 0;
        double high = 1;
        while (of(design, trials, high, alpha) < power) {
            high *= 2;
        }
        while (high - low > 1e-9 * high) {
            double middle = (low + high) / 2;
            if (of(design, trials, middle, alpha) < power) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1, was " + value);
        }
    }
}
