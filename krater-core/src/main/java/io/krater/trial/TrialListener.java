package io.krater.trial;

import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;

/**
 * Hears of a suite's progress. An extension point: calls come one at a time from the thread that runs the suite; what
 * an implementation throws ends the run.
 */
public interface TrialListener {
    /** The suite is about to run; {@code kept} of its trials are there from an earlier run. */
    default void suiteStarted(TrialPlan plan, int kept) {}

    /** A trial is about to be launched. */
    default void trialStarted(PlannedTrial trial) {}

    /** A trial ended and was stored. */
    default void trialFinished(Trial trial) {}

    /** No further trial will run: all have, or the run ended early. A trial that was interrupted is not told of as finished. */
    default void suiteFinished() {}
}
