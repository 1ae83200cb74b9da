package io.krater;

import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import java.nio.file.Path;
import java.time.Duration;

/** A harness that is there to be interrupted: {@code InterruptedHarness FOLDER SECONDS_OF_A_TRIAL SECONDS_OF_PAUSE}. */
public final class InterruptedHarness {
    private InterruptedHarness() {}

    public static void main(String[] args) {
        Suite suite = Suite.named("interrupted")
                .environment(Environment.process("naps").command("/bin/sh"))
                .workload(ProgramWorkload.named("nap")
                        .variant("nap", "-c", "sleep " + args[1] + "; exit " + (args[1].equals("0.9") ? "3" : "0"))
                        .expected(Duration.ofSeconds(100))
                        .build())
                .trials(4)
                .pause(Duration.ofSeconds(Long.parseLong(args[2])))
                .seed(5)
                .build();
        try (Launcher launcher = ProcessLauncher.create()) {
            Krater.run(suite).on(launcher).into(Path.of(args[0]));
        }
    }
}
