package io.krater.examples.shell;

import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.result.compare.SavedComparison;
import io.krater.stats.compare.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Two saved runs of a suite against each other. */
@Command(
        name = "diff",
        description = "Compares a run with an earlier one, cell by cell.",
        exitCodeList = {
            "0:nothing is shown to be worse",
            "1:a folder cannot be read, or the two have no cell in common",
            "2:the command line is wrong",
            "3:a cell is shown to be worse by more than the margin"
        })
public final class Diff implements Callable<Integer> {
    private static final int WORSE = 3;

    @Parameters(index = "0", paramLabel = "OLD", description = "folder of the earlier run's suite")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "folder of the later run's suite")
    private Path after = Path.of("");

    @Option(names = "--metric", paramLabel = "NAME", description = "what is compared; else what the suite is about")
    private String metric = "";

    @Option(
            names = "--margin",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "the difference that does not matter: 0.05 for 5 %%")
    private double margin;

    @Override
    public Integer call() {
        SuiteResult old = SuiteResult.read(before);
        SuiteResult now = SuiteResult.read(after);
        Metric chosen = Chosen.metric(now, metric);
        SavedComparison compared = now.compareWith(old, chosen, margin);
        System.out.println(compared);
        if (compared.cells().isEmpty()) {
            return 1;
        }
        List<String> worse = compared.cells().stream()
                .filter(cell -> cell.verdict() == Verdict.WORSE)
                .map(cell -> cell.environment() + "/" + cell.variant())
                .toList();
        System.out.println(
                worse.isEmpty()
                        ? "No cell is shown to be worse in " + chosen.name() + "."
                        : "Worse in " + chosen.name() + ": " + String.join(", ", worse));
        return worse.isEmpty() ? 0 : WORSE;
    }
}
