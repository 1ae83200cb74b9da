package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.series.EffectiveSize;
import java.util.List;

/**
 * What decides on a pair: one quantity with its intervals. The pair differs where the simultaneous interval leaves out
 * {@link Estimand#equal}, so that verdict and interval cannot contradict.
 *
 * @param estimand what is estimated
 * @param value the estimate
 * @param interval at the comparison's level, for this pair alone
 * @param simultaneous at the level at which all intervals of the family hold together (Bonferroni): what decides
 * @param dependent the series that count as fewer trials than there are, because their trials depend on one another; both
 *     intervals are the wider for it
 */
public record Effect(
        Estimand estimand, double value, Interval interval, Interval simultaneous, List<EffectiveSize> dependent) {
    /** Copies the list. */
    public Effect {
        dependent = List.copyOf(dependent);
    }

    /** Returns whether the simultaneous interval leaves out equality. */
    public boolean isShown() {
        return !simultaneous.contains(estimand.equal());
    }

    /** Returns the value with the interval for this pair alone. */
    public Estimate estimate() {
        return new Estimate(value, Computed.of(interval));
    }
}
