package io.krater.examples;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Running the same suite into the same folder again: what is complete is kept, the rest runs. */
@Command(
        name = "05-resume",
        aliases = {"resume", "05", "5"},
        description = "resume a suite: 3 trials, then the same suite with 6: only the missing ones run")
final class Example05Resume implements Callable<Integer> {
    @Mixin
    private ResultsFolder results = new ResultsFolder();

    @Override
    public Integer call() throws Exception {
        Path into = results.path();
        Suite three = Suite.named("resume")
                .environment(Environment.process("sleep").command("/bin/sleep"))
                .workload(ProgramWorkload.named("nap")
                        .variant("short", "0.2")
                        .expected(Duration.ofSeconds(1))
                        .build())
                .trials(3)
                .seed(1)
                .sampleEvery(Duration.ofMillis(20))
                .build();
        try (Launcher launcher = ProcessLauncher.create()) {
            System.out.println("First part: "
                    + Krater.run(three).on(launcher).into(into).trials().size() + " trials");
            SuiteResult all =
                    Krater.run(three.toBuilder().trials(6).build()).on(launcher).into(into);
            System.out.println("Both parts: " + all.trials().size() + " trials");
            all.print(System.out, List.of(Metrics.GATE_TIME));
        }
        return 0;
    }
}
