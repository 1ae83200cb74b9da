package io.krater.examples;

import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.sample.Column;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reading results back: every trial with all that was observed of it, and metrics derived anew. */
@Command(
        name = "06-read-results",
        aliases = {"read-results", "06", "6"},
        description = "read a results folder back and look into its trials")
final class Example06ReadResults implements Callable<Integer> {
    @Option(
            names = "--from",
            paramLabel = "FOLDER",
            defaultValue = "results/quick-start",
            description = "a suite's folder")
    private Path from = Path.of("");

    @Override
    public Integer call() throws Exception {
        SuiteResult result = SuiteResult.read(from);
        result.warnings().forEach(warning -> System.out.println("warning: " + warning));
        result.print(System.out);
        System.out.println();
        for (Trial trial : result.trials()) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "%-28s block %2d  %-10s  gate %s  samples in gate %d",
                    trial.id(),
                    trial.block(),
                    trial.outcome().getClass().getSimpleName(),
                    Metrics.GATE_TIME.of(trial).isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "%.3f s",
                                    Metrics.GATE_TIME.of(trial).getAsDouble())
                            : "none",
                    trial.gated(Column.USAGE_USEC).map(usage -> usage.count()).orElse(0)));
        }
        return 0;
    }
}
