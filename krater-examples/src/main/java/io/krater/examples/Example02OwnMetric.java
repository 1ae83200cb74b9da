package io.krater.examples;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.sample.Column;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Suite;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A metric of one's own: derived from one trial, absent where the trial does not hold what it takes. */
@Command(
        name = "02-own-metric",
        aliases = {"own-metric", "02", "2"},
        description = "a metric of one's own beside the built-in ones")
final class Example02OwnMetric implements Callable<Integer> {
    @Option(names = "--trials", paramLabel = "N", defaultValue = "3", description = "trials of each cell")
    private int trials;

    @Mixin
    private ResultsFolder results = new ResultsFolder();

    /** CPU time per arithmetic result: what a watt-hour would be spent on. */
    private static final Metric CPU_PER_GFLOP =
            Metric.of("cpu_seconds_per_gflop", "s/GFLOP", Direction.LOWER_IS_BETTER, Example02OwnMetric::cpuPerGflop);

    private static OptionalDouble cpuPerGflop(Trial trial) {
        OptionalDouble mflops = Metrics.THROUGHPUT.of(trial);
        OptionalDouble cpuSeconds = trial.gated(Column.USAGE_USEC)
                .map(usage -> usage.increase())
                .filter(OptionalDouble::isPresent)
                .map(micros -> OptionalDouble.of(micros.getAsDouble() / 1e6))
                .orElse(OptionalDouble.empty());
        if (mflops.isEmpty() || cpuSeconds.isEmpty() || trial.gate().isEmpty()) {
            return OptionalDouble.empty();
        }
        double gflop = mflops.getAsDouble() * trial.gate().get().seconds() / 1e3;
        return OptionalDouble.of(cpuSeconds.getAsDouble() / gflop);
    }

    @Override
    public Integer call() throws Exception {
        Path into = results.path();
        Suite.Builder suite = Suite.named("own-metric")
                .workload(MatrixMultiplication.sizes(64).warmup(Duration.ZERO).duration(Duration.ofSeconds(1)))
                .trials(trials)
                .sampleEvery(Duration.ofMillis(20));
        LocalRuntimes.in(into.resolve("programs")).forEach(suite::environment);
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result =
                    Krater.run(suite.build()).metric(CPU_PER_GFLOP).on(launcher).into(into);
            result.print(System.out, List.of(CPU_PER_GFLOP, Metrics.THROUGHPUT));
        }
        return 0;
    }
}
