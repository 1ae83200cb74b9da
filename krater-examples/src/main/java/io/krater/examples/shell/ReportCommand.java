package io.krater.examples.shell;

import io.krater.metric.Metric;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The report of a saved run, made anew. */
@Command(name = "report", description = "Writes the report of a run's folder anew, and prints its table.")
public final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "folder of a suite, the one that holds suite.json")
    private Path folder = Path.of("");

    @Option(names = "--metric", paramLabel = "NAME", description = "what it is about; else what the suite is about")
    private String metric = "";

    @Option(names = "--baseline", paramLabel = "NAME", description = "the environment that others are compared with")
    private String baseline = "";

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description =
                    "where to write it (.html, .md, .tex), or the trials (.csv); repeatable; else DIR/report.html")
    private List<Path> exports = List.of();

    @Override
    public Integer call() {
        Exports.check(exports);
        SuiteResult result = SuiteResult.read(folder);
        result.warnings().forEach(warning -> System.err.println("warning: " + warning));
        Metric chosen = Chosen.metric(result, metric);
        String against = Chosen.baseline(result, baseline);
        result.print(System.out);
        if (exports.isEmpty()) {
            Path page = folder.resolve("report.html");
            Report.html(result, result.compare(chosen).baseline(against)).write(page);
            System.out.println("Report:  " + page);
        }
        exports.forEach(file -> Exports.write(result, chosen, against, file));
        return 0;
    }
}
