package io.krater;

import io.krater.experiment.StartupExperiment;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.suite.Environment;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A harness that starts many programs at once and holds them, to be killed or interrupted: {@code HeldHarness FOLDER COUNT
 * CGROUPS}. Each program makes a file {@code up.PID} in the folder.
 */
public final class HeldHarness {
    private HeldHarness() {}

    public static void main(String[] args) {
        StartupExperiment experiment = StartupExperiment.named("held")
                .environment(Environment.process("held")
                        .command("/bin/sh", "-c", ": > '" + args[0] + "'/up.$$; exec sleep 1000"))
                .levels(Integer.parseInt(args[1]))
                .rounds(1)
                .preWarm(false)
                .readyTimeout(Duration.ofMinutes(10))
                .build();
        try (Launcher launcher =
                ProcessLauncher.builder().cgroups(Boolean.parseBoolean(args[2])).build()) {
            Krater.run(experiment).on(launcher).quiet().into(Path.of(args[0], "results"));
        }
    }
}
