package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Moments;
import io.krater.stats.Numbers;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.function.DoubleFunction;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * How many trials would show a difference, given the scatter that was seen, and how well these trials know that scatter.
 *
 * @param target the relative difference to be shown, a fraction
 * @param alpha the significance level that the p value has to pass: the family's, shared out over its pairs
 * @param power the chance of showing it
 * @param trials the trials that each side needs at the scatter seen
 * @param range the trials that it needs at the ends of the scatter's own {@value #SCATTER_LEVEL} interval
 * @param detectable the relative difference that the trials there are would show
 */
public record PowerLine(
        double target,
        double alpha,
        double power,
        Computed<Integer> trials,
        Computed<Range> range,
        Computed<Double> detectable) {
    /** The fewest trials whose scatter is planned by: four say of it only that it lies within a factor of six. */
    public static final int FEWEST = 5;

    /** The level of the interval of the scatter, from the chi-squared distribution of a variance. */
    public static final double SCATTER_LEVEL = 0.9;

    /**
     * Bounds of a number of trials.
     *
     * @param low with the scatter at its lower limit
     * @param high with the scatter at its upper limit
     */
    public record Range(int low, int high) {
        @Override
        public String toString() {
            return low == high ? Integer.toString(low) : low + " to " + high;
        }
    }

    /** Trials for an effect in standard deviations. */
    private interface Planner {
        Computed<Integer> trialsFor(double effect);
    }

    /**
     * Returns the line for two unpaired samples.
     *
     * @param target the relative difference of interest, a fraction of the reference's mean above 0
     * @param alpha the significance level, between 0 and 1 exclusive
     * @return not computable with fewer than {@value #FEWEST} trials a side, without scatter, or where the reference's mean
     *     is 0
     */
    public static Computed<PowerLine> of(Sample a, Sample reference, double target, double alpha) {
        int smaller = Math.min(a.size(), reference.size());
        if (smaller < FEWEST) {
            return Reasons.tooFew("a power analysis on each side", FEWEST, smaller);
        }
        double mean = Math.abs(Moments.of(reference).mean());
        if (mean == 0) {
            return Computed.not(
                    Obstacle.ZERO_MEAN, "the baseline's mean is 0, and a relative difference divides by it");
        }
        double sd = Math.sqrt((Moments.of(a).variance() + Moments.of(reference).variance()) / 2) / mean;
        double power = Power.DEFAULT_POWER;
        return line(
                target,
                alpha,
                new Scatter(sd, a.size() + reference.size() - 2.0),
                target,
                effect -> Power.trialsFor(effect, alpha, power),
                scatter -> Power.detectable(smaller, alpha, power) * scatter);
    }

    /**
     * Returns the line for ratios within blocks.
     *
     * @param logRatios the logarithm of the ratio in each block
     * @param target the relative difference of interest, a fraction above 0
     * @param alpha the significance level, between 0 and 1 exclusive
     * @return not computable with fewer than {@value #FEWEST} blocks or without scatter
     */
    public static Computed<PowerLine> withinBlocks(Sample logRatios, double target, double alpha) {
        return blocks(
                logRatios,
                target,
                alpha,
                effect -> Power.blocksFor(effect, alpha, Power.DEFAULT_POWER),
                n -> Power.detectableWithinBlocks(n, alpha, Power.DEFAULT_POWER));
    }

    /** The same where intervals hold at every look: the blocks by which the difference is shown at the latest. */
    public static Computed<PowerLine> atEveryLook(Sample logRatios, double target, double alpha) {
        return blocks(
                logRatios,
                target,
                alpha,
                effect -> Power.blocksAtEveryLook(effect, alpha, Power.DEFAULT_POWER),
                n -> Power.detectableAtEveryLook(n, alpha, Power.DEFAULT_POWER));
    }

    private static Computed<PowerLine> blocks(
            Sample logRatios, double target, double alpha, Planner planner, IntToDoubleFunction detectable) {
        int n = logRatios.size();
        if (n < FEWEST) {
            return Reasons.tooFew("a power analysis within blocks", FEWEST, n);
        }
        return line(
                target,
                alpha,
                new Scatter(Moments.of(logRatios).sd(), n - 1.0),
                Math.log1p(target),
                planner,
                scatter -> Math.expm1(detectable.applyAsDouble(n) * scatter));
    }

    /** A standard deviation with its degrees of freedom. */
    private record Scatter(double sd, double df) {
        double limit(double share) {
            return sd * Math.sqrt(df / ChiSquaredDistribution.of(df).inverseCumulativeProbability(share));
        }
    }

    private static Computed<PowerLine> line(
            double target,
            double alpha,
            Scatter scatter,
            double shift,
            Planner planner,
            DoubleFunction<Double> detectable) {
        if (scatter.sd() == 0) {
            return Computed.not(
                    Obstacle.NO_SPREAD, "the trials do not scatter, and a power analysis needs the scatter");
        }
        double tail = (1 - SCATTER_LEVEL) / 2;
        Computed<Integer> low = planner.trialsFor(shift / scatter.limit(1 - tail));
        Computed<Integer> high = planner.trialsFor(shift / scatter.limit(tail));
        return Computed.of(new PowerLine(
                target,
                alpha,
                Power.DEFAULT_POWER,
                planner.trialsFor(shift / scatter.sd()),
                low.flatMap(from -> high.map(to -> new Range(from, to))),
                detectable(detectable.apply(scatter.sd()))));
    }

    private static Computed<Double> detectable(double difference) {
        return Double.isInfinite(difference)
                ? Computed.not(Obstacle.OUT_OF_REACH, "so few trials show no difference, however large")
                : Computed.of(difference);
    }

    /** The same line where a test can show nothing with fewer trials than these. */
    public PowerLine atLeast(int fewest) {
        return new PowerLine(
                target,
                alpha,
                power,
                trials.map(n -> Math.max(n, fewest)),
                range.map(r -> new Range(Math.max(r.low(), fewest), Math.max(r.high(), fewest))),
                detectable);
    }

    /** Returns the line as a sentence without its full stop. */
    public String asText() {
        String shown = trials instanceof Computed.Value<Integer> t
                ? t.value() + " trials a side"
                        + range.optional()
                                .map(r -> " (" + r + ", as far as the scatter is known)")
                                .orElse("")
                        + " would show"
                : "more than " + Power.MOST_TRIALS + " trials a side would be needed to show";
        String now = detectable
                .optional()
                .map(d -> "; those there are show " + Numbers.brief(100 * d) + " %")
                .orElse("");
        return shown + " a difference of " + Numbers.brief(100 * target) + " % with " + Numbers.brief(100 * power)
                + " % chance" + now;
    }
}
