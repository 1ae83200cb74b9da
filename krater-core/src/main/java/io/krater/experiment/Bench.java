package io.krater.experiment;

import io.krater.launch.Launcher;
import io.krater.suite.Suite;
import io.krater.trial.Burst;
import io.krater.trial.TrialClock;

/**
 * What a session works with.
 *
 * @param design the experiment's design
 * @param launcher where instances run
 * @param run name of the run, for labels
 * @param clock the engine's view of time
 */
public record Bench(Suite design, Launcher launcher, String run, TrialClock clock) {
    /** A burst of instances, to be prepared, sent and waited for. */
    public Burst burst() {
        return new Burst(design, launcher, run, clock);
    }

    /** A session whose trials are a burst each: it makes the burst, ends it when the user wants to, and removes it. */
    public Session session(BurstTrial work) {
        return new BurstSession(this, work);
    }
}
