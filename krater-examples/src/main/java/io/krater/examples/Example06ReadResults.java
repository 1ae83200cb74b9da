package io.krater.examples;

import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.sample.Column;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reading results back: every trial with all that was observed of it, and metrics derived anew. */
final class Example06ReadResults implements Example {
    @Override
    public String summary() {
        return "read a results folder back and look into its trials";
    }

    @Override
    public List<String> help() {
        return List.of("06-read-results [--from FOLDER]", "--from  a suite's folder (results/quick-start)");
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        Path from = new Options(arguments, Set.of("from")).path("from", "results/quick-start");
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
