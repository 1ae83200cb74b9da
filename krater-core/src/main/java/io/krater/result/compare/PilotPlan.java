package io.krater.result.compare;

import io.krater.stats.Computed;
import io.krater.stats.Numbers;
import io.krater.stats.Obstacle;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.test.PowerLine;
import java.util.ArrayList;
import java.util.List;

/**
 * How many trials a suite needs, planned by a pilot that ran the same cells: for every pair of a comparison the number that
 * shows an effect in 80 of 100 suites, under the pilot's rule and its family's adjustment.
 *
 * @param effect the relative difference to be shown, a fraction
 * @param pairs every pair of the pilot
 */
public record PilotPlan(double effect, List<PlannedPair> pairs) {
    /** Copies the list. */
    public PilotPlan {
        pairs = List.copyOf(pairs);
    }

    /**
     * A pair of the pilot.
     *
     * @param slice the slice, such as a variant
     * @param name the first group
     * @param reference the group that it is set against
     * @param trials how many trials each side needs, from the lower to the upper end of what the pilot says of the scatter
     */
    public record PlannedPair(String slice, String name, String reference, Computed<PowerLine.Range> trials) {}

    static PilotPlan of(MetricComparison pilot, double effect) {
        List<PlannedPair> pairs = new ArrayList<>();
        for (SliceComparison slice : pilot.target(effect).slices()) {
            for (PairComparison pair : slice.comparison().pairs().optional().orElse(List.of())) {
                pairs.add(new PlannedPair(
                        slice.name(),
                        pair.name(),
                        pair.reference(),
                        pair.power().flatMap(PowerLine::range)));
            }
        }
        return new PilotPlan(effect, pairs);
    }

    /** The trials that the most demanding pair needs; not computable where that is so of any pair, with its reason. */
    public Computed<PowerLine.Range> trials() {
        int low = 0;
        int high = 0;
        for (PlannedPair pair : pairs) {
            if (!pair.trials().isComputed()) {
                return pair.trials();
            }
            low = Math.max(low, pair.trials().get().low());
            high = Math.max(high, pair.trials().get().high());
        }
        return pairs.isEmpty()
                ? Computed.not(Obstacle.ONE_GROUP, "the pilot compares nothing")
                : Computed.of(new PowerLine.Range(low, high));
    }

    @Override
    public String toString() {
        return "trials of each cell for a difference of " + Numbers.brief(100 * effect) + " %: " + trials();
    }
}
