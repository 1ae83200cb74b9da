package io.krater;

import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.suite.Workload;
import java.nio.file.Path;
import java.time.Duration;

/** A harness that is there to be killed: {@code KilledHarness FOLDER MARK}, where MARK stands in every program's arguments. */
public final class KilledHarness {
    static final int TRIALS = 6;

    private KilledHarness() {}

    public static void main(String[] args) {
        try (Launcher launcher = ProcessLauncher.create()) {
            Krater.run(suite(args[1])).on(launcher).into(Path.of(args[0]));
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
