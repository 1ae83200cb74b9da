package io.krater.k8s;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.result.SuiteResult;
import io.krater.sample.Column;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import io.krater.trial.GatedColumn;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** A harness as a process of its own, to be killed, interrupted or cut off: NAMESPACE RESULTS TRIALS SECONDS. */
final class HarnessMain {
    private HarnessMain() {}

    public static void main(String[] arguments) {
        try (Launcher launcher = KubernetesLauncher.builder()
                .namespace(arguments[0])
                .unschedulableAfter(Duration.ofMinutes(1))
                .connect()) {
            SuiteResult result = Krater.run(suite(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])))
                    .on(launcher)
                    .despitePreflightErrors()
                    .into(Path.of(arguments[1]));
            for (Trial trial : result.trials()) {
                System.out.println(line(trial));
            }
        }
    }

    static Suite suite(int trials, int seconds) {
        return TestCluster.matrix(seconds, Environment.pod("static").image(TestCluster.STATIC))
                .trials(trials)
                .build();
    }

    private static String line(Trial trial) {
        return String.format(
                Locale.ROOT,
                "trial %s %s coverage %.4f gate %.3f lines %d",
                trial.id(),
                trial.outcome(),
                trial.gated(Column.USAGE_USEC).map(GatedColumn::coverage).orElse(0.0),
                trial.gate().map(gate -> gate.seconds()).orElse(0.0),
                trial.log().lines().size());
    }
}
