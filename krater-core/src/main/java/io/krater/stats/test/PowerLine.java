package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Moments;
import io.krater.stats.Numbers;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;

/**
 * How many trials would show a difference, given the scatter that was seen.
 *
 * @param target the relative difference of means to be shown, a fraction
 * @param alpha the significance level that the p value has to pass: the family's, shared out over its pairs
 * @param power the chance of showing it
 * @param trials the trials that each side needs
 * @param detectable the relative difference that the trials there are would show
 */
public record PowerLine(
        double target, double alpha, double power, Computed<Integer> trials, Computed<Double> detectable) {

    /**
     * Returns the line for two samples.
     *
     * @param target the relative difference of interest, a fraction of the reference's mean above 0
     * @param alpha the significance level, between 0 and 1 exclusive
     * @return not computable with fewer than two trials a side, without scatter, or where the reference's mean is 0
     */
    public static Computed<PowerLine> of(Sample a, Sample reference, double target, double alpha) {
        int smaller = Math.min(a.size(), reference.size());
        if (smaller < 2) {
            return Reasons.tooFew("a power analysis on each side", 2, smaller);
        }
        double mean = Math.abs(Moments.of(reference).mean());
        if (mean == 0) {
            return Computed.not(
                    Obstacle.ZERO_MEAN, "the baseline's mean is 0, and a relative difference divides by it");
        }
        double sd = Math.sqrt((Moments.of(a).variance() + Moments.of(reference).variance()) / 2);
        if (sd == 0) {
            return Computed.not(Obstacle.NO_SPREAD, "neither side scatters, and a power analysis needs the scatter");
        }
        double power = Power.DEFAULT_POWER;
        Computed<Integer> trials = Power.trialsFor(target * mean / sd, alpha, power);
        Computed<Double> detectable = Computed.of(Power.detectable(smaller, alpha, power) * sd / mean);
        return Computed.of(new PowerLine(target, alpha, power, trials, detectable));
    }

    /** Returns the line as a sentence without its full stop. */
    public String asText() {
        String shown = trials instanceof Computed.Value<Integer> t
                ? t.value() + " trials a side would show"
                : "more than " + Power.MOST_TRIALS + " trials a side would be needed to show";
        String now = detectable
                .optional()
                .map(d -> "; those there are show " + Numbers.brief(100 * d) + " %")
                .orElse("");
        return shown + " a difference of " + Numbers.brief(100 * target) + " % with " + Numbers.brief(100 * power)
                + " % chance" + now;
    }
}
