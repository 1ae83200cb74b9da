package io.krater.experiment;

import io.krater.plan.PlannedTrial;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import io.krater.trial.Trial;
import io.krater.trial.TrialRunner;

/**
 * A suite as an experiment: its sessions hold nothing.
 *
 * @param design the suite
 */
record SuiteExperiment(Suite design) implements Experiment {
    @Override
    public Session open(Environment environment, Bench bench) {
        TrialRunner runner = new TrialRunner(design, bench.launcher(), bench.run(), bench.clock());
        return new Session() {
            @Override
            public Trial run(PlannedTrial trial) throws InterruptedException {
                return runner.run(trial);
            }

            @Override
            public void interrupt() {
                runner.interrupt();
            }
        };
    }
}
