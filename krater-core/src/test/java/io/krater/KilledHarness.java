package io.krater;

import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.monitor.ThisHost;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.suite.Workload;
import io.krater.trial.Trial;
import io.krater.trial.TrialListener;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A harness that is there to be killed: {@code KilledHarness FOLDER MARK [EXIT]}, where MARK stands in every program's
 * arguments. It ends itself after its first trial where it is told with what exit value.
 */
public final class KilledHarness {
    static final int TRIALS = 6;

    private KilledHarness() {}

    public static void main(String[] args) {
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteRun run = Krater.run(suite(args[1]))
                    .on(launcher)
                    .hosts(Duration.ofMillis(100), ThisHost.here().named("here"));
            if (args.length > 2) {
                run.listener(new TrialListener() {
                    @Override
                    public void trialFinished(Trial trial) {
                        System.exit(Integer.parseInt(args[2]));
                    }
                });
            }
            run.into(Path.of(args[0]));
        }
    }

    static Suite suite(String mark) {
        Workload naps = ProgramWorkload.named("naps")
                .variant("nap", "-c", "echo \"$0\"; sleep 0.1 & sleep 0.15; wait", mark)
                .expected(Duration.ofSeconds(2))
                .build();
        return Suite.named("killed")
                .environment(Environment.process("one").command("/bin/sh"))
                .environment(Environment.process("two").command("/bin/sh"))
                .workload(naps)
                .trials(TRIALS)
                .seed(5)
                .sampleEvery(Duration.ofMillis(10))
                .build();
    }
}
