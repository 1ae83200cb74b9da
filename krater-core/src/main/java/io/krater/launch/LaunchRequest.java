package io.krater.launch;

import io.krater.plan.PlannedTrial;
import io.krater.suite.Resources;
import java.time.Duration;
import java.util.Set;

/**
 * What a launcher is asked to run.
 *
 * @param run name of the run, for labels: the same for all trials of one start of a suite
 * @param trial the trial
 * @param instance which instance of the trial, where it has several; empty where it has one
 * @param resources its limits
 * @param sampling how often it is sampled
 * @param held whether the program should wait until the sampler is attached, where the launcher can make it
 * @param cores cores that it is pinned to; empty for no pinning
 * @param deadline the launcher may end the execution by itself after this long, should this process die
 */
public record LaunchRequest(
        String run,
        PlannedTrial trial,
        String instance,
        Resources resources,
        Sampling sampling,
        boolean held,
        Set<Integer> cores,
        Duration deadline) {
    /** A request for the only instance of a trial. */
    public LaunchRequest(
            String run,
            PlannedTrial trial,
            Resources resources,
            Sampling sampling,
            boolean held,
            Set<Integer> cores,
            Duration deadline) {
        this(run, trial, "", resources, sampling, held, cores, deadline);
    }

    /** The name of what is launched: the trial's, and the instance's where there are several. */
    public String name() {
        return trial.id() + (instance.isEmpty() ? "" : "/" + instance);
    }

    /** Copies the cores. */
    public LaunchRequest {
        cores = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(cores));
    }
}
