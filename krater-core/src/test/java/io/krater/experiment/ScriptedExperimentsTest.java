package io.krater.experiment;

import io.krater.ScriptedRuns;
import io.krater.SuiteRun;
import io.krater.launch.Launcher;
import io.krater.launch.Phase;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Suite;
import io.krater.trial.ManualClock;
import io.krater.trial.ScriptedLauncher;
import io.krater.trial.TrialClock;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The library's own experiments keep to the contract; in no time, on a launcher that follows a script. */
class ScriptedExperimentsTest {
    abstract static class Scripted extends ExperimentContract {
        final ManualClock clock = new ManualClock();

        abstract ScriptedLauncher.Script script();

        @Override
        protected Launcher launcher() {
            return new ScriptedLauncher(clock, id -> script());
        }

        @Override
        protected TrialClock clock() {
            return clock;
        }

        @Override
        protected SuiteRun run(Experiment experiment, Launcher launcher) {
            return ScriptedRuns.of(experiment, launcher, clock);
        }
    }

    @Nested
    class ASuite extends Scripted {
        @Override
        protected Experiment experiment() {
            return Experiment.of(Suite.named("contract")
                    .environment(Environment.process("a").command("x"))
                    .environment(Environment.process("b").command("x"))
                    .workload(MatrixMultiplication.sizes(64, 128)
                            .warmup(Duration.ZERO)
                            .duration(Duration.ofSeconds(2)))
                    .trials(2)
                    .seed(1)
                    .build());
        }

        @Override
        ScriptedLauncher.Script script() {
            return stage -> stage.line(10, "BENCH_START")
                    .line(2_010, "BENCH_END")
                    .line(2_011, "throughput: 1400 MFLOPS")
                    .exit(2_020, 0);
        }
    }

    @Nested
    class Startup extends Scripted {
        @Override
        protected Experiment experiment() {
            return StartupExperiment.named("contract")
                    .environment(Environment.process("a").command("x"))
                    .levels(1, 3)
                    .rounds(2)
                    .seed(1)
                    .build();
        }

        @Override
        ScriptedLauncher.Script script() {
            return stage -> stage.phase(15, Phase.FIRST_OUTPUT).line(15, "here");
        }
    }
}
