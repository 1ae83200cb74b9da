package io.krater.experiment;

import io.krater.plan.PlannedTrial;
import io.krater.trial.Trial;

/**
 * Runs trials of one environment, one at a time, and keeps what outlives them. {@link #interrupt} may come from any
 * thread, all else from one.
 */
public interface Session extends AutoCloseable {
    /**
     * Runs a trial to its end. A trial that fails is a value, not an exception; what else is thrown ends the trial as failed.
     *
     * @throws InterruptedException if the thread is interrupted; what the trial had made is then removed
     */
    Trial run(PlannedTrial trial) throws InterruptedException;

    /** Ends the trial that is running at once, because the user wants to. */
    default void interrupt() {}

    /** Removes all that the session holds. */
    @Override
    default void close() {}
}
