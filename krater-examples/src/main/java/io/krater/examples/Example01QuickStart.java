package io.krater.examples;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Suite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The quick start: one workload, the runtimes of this machine, a table and a report. */
@Command(
        name = "01-quick-start",
        aliases = {"quick-start", "01", "1"},
        description = "matrix multiplication on the JVM, as WebAssembly and native, as local processes")
final class Example01QuickStart implements Callable<Integer> {
    @Option(names = "--trials", paramLabel = "N", defaultValue = "5", description = "trials of each cell")
    private int trials;

    @Option(names = "--sizes", paramLabel = "N", split = ",", defaultValue = "64,128", description = "matrix sizes")
    private int[] sizes = {};

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "1", description = "length of each trial's gate")
    private int seconds;

    @Mixin
    private ResultsFolder results = new ResultsFolder();

    @Override
    public Integer call() throws Exception {
        Path into = results.path();

        Suite.Builder builder = Suite.named("quick-start")
                .workload(
                        MatrixMultiplication.sizes(sizes).warmup(Duration.ZERO).duration(Duration.ofSeconds(seconds)))
                .trials(trials)
                .sampleEvery(Duration.ofMillis(20));
        for (Environment runtime : LocalRuntimes.in(into.resolve("programs"))) {
            builder.environment(runtime);
        }
        Suite suite = builder.build();

        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result = Krater.run(suite).afresh().on(launcher).into(into);
            Sentence.conclude(result, into.resolve(suite.name()));
        }
        return 0;
    }
}
