package io.krater.experiment;

import io.krater.launch.LaunchException;
import io.krater.metric.Metric;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;

/**
 * What is to be found out, and how a trial of it is run. An extension point: implementations are immutable, and pass
 * {@code ExperimentContract}.
 *
 * <p>Everything around the trials (their order, resumption, locking, progress, Ctrl-C, results, reports) is the same for
 * all experiments: {@code Krater.run(experiment).on(launcher).into(folder)}.
 */
public interface Experiment {
    /**
     * What is compared, in which variants, how often and in which order: what a result says of the experiment, and what has to
     * be the same when it is resumed. The variants of its workload are the experiment's: levels, densities, sizes.
     */
    Suite design();

    /**
     * Begins a session: whatever outlives a trial, such as sandboxes held alive. Consecutive trials of one environment share
     * one, as the {@linkplain io.krater.suite.Order order} of the design says.
     *
     * @throws LaunchException if it cannot begin: its trials then fail with this reason
     */
    Session open(Environment environment, Bench bench) throws LaunchException;

    /** The metrics that tables begin with. */
    default List<Metric> metrics() {
        return List.of();
    }

    /** How long its sessions may take to remove what they hold when the user ends the run. */
    default Duration longestCleanup() {
        return Duration.ofSeconds(30);
    }

    /** The experiment that a suite is: one execution a trial, sampled while its gate is open. */
    static Experiment of(Suite suite) {
        return new SuiteExperiment(suite);
    }
}
