package io.krater.experiment;

import io.krater.plan.PlannedTrial;
import io.krater.trial.Burst;
import io.krater.trial.Trial;

/** A trial that is one burst of instances; see {@link Bench#session}. */
@FunctionalInterface
public interface BurstTrial {
    /**
     * Runs a trial to its end.
     *
     * @param burst empty, to be prepared, sent and waited for; all that it made is removed afterwards
     * @throws InterruptedException if the thread is interrupted
     */
    Trial run(PlannedTrial planned, Burst burst) throws InterruptedException;
}
