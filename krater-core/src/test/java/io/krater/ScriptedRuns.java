package io.krater;

import io.krater.experiment.Experiment;
import io.krater.launch.Launcher;
import io.krater.plan.TrialId;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Suite;
import io.krater.trial.ManualClock;
import io.krater.trial.ScriptedLauncher;
import io.krater.trial.Trial;
import io.krater.trial.TrialListener;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Runs whose trials report what a test says, in no time. */
public final class ScriptedRuns {
    private ScriptedRuns() {}

    /** A run whose waits are of a clock that a test drives. */
    public static SuiteRun of(Experiment experiment, Launcher launcher, ManualClock clock) {
        return Krater.run(experiment).on(launcher).clock(clock).quiet();
    }

    public static SuiteRun of(int trials, ToDoubleFunction<TrialId> throughput, String... environments) {
        ManualClock clock = new ManualClock();
        Suite.Builder suite = Suite.named("scripted")
                .workload(MatrixMultiplication.sizes(64).warmup(Duration.ZERO).duration(Duration.ofSeconds(2)))
                .trials(trials)
                .seed(3);
        for (String name : environments) {
            suite.environment(Environment.process(name).command("x"));
        }
        return Krater.run(suite.build())
                .on(launcher(clock, throughput))
                .clock(clock)
                .quiet();
    }

    /** A launcher whose trials last two seconds and report this throughput. */
    static ScriptedLauncher launcher(ManualClock clock, ToDoubleFunction<TrialId> throughput) {
        return new ScriptedLauncher(
                clock,
                id -> stage -> stage.line(10, "BENCH_START")
                        .line(2_010, "BENCH_END")
                        .line(2_011, "throughput: " + throughput.applyAsDouble(id) + " MFLOPS")
                        .exit(2_020, 0));
    }

    /** Ends the run as a kill between two trials would. */
    static final class EndAfter implements TrialListener {
        private int left;

        EndAfter(int trials) {
            left = trials;
        }

        @Override
        public void trialFinished(Trial trial) {
            left--;
            if (left == 0) {
                throw new IllegalStateException("killed");
            }
        }
    }
}
