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
import java.util.List;
import java.util.Set;

/** The quick start: one workload, the runtimes of this machine, a table and a report. */
final class Example01QuickStart implements Example {
    @Override
    public String summary() {
        return "matrix multiplication on the JVM, as WebAssembly and native, as local processes";
    }

    @Override
    public List<String> help() {
        return List.of(
                "01-quick-start [--trials N] [--sizes N,N...] [--seconds N] [--into FOLDER]",
                "--trials   trials of each cell (5)",
                "--sizes    matrix sizes (64,128)",
                "--seconds  length of each trial's gate (1)",
                "--into     where results go (results)");
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        Options options = new Options(arguments, Set.of("trials", "sizes", "seconds", "into"));
        Path into = options.path("into", "results");

        Suite.Builder builder = Suite.named("quick-start")
                .workload(MatrixMultiplication.sizes(options.numbers("sizes", 64, 128))
                        .warmup(Duration.ZERO)
                        .duration(Duration.ofSeconds(options.number("seconds", 1))))
                .trials(options.number("trials", 5))
                .sampleEvery(Duration.ofMillis(20));
        for (Environment runtime : LocalRuntimes.in(into.resolve("programs"))) {
            builder.environment(runtime);
        }
        Suite suite = builder.build();

        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result = Krater.run(suite).on(launcher).into(into);
            Sentence.conclude(result, into.resolve(suite.name()));
        }
        return 0;
    }
}
