package io.krater.examples.shell;

import io.krater.metric.Metric;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.result.compare.MetricComparison;
import io.krater.result.table.Tables;
import java.nio.file.Path;
import java.util.List;

/** Files that a result is written to, in the form that their names' endings say. */
final class Exports {
    private static final List<String> ENDINGS = List.of(".csv", ".html", ".md", ".tex");

    private Exports() {}

    /** Before anything is measured. */
    static void check(List<Path> files) {
        for (Path file : files) {
            if (ENDINGS.stream().noneMatch(ending -> file.toString().endsWith(ending))) {
                throw new IllegalArgumentException(
                        "--export must end with one of " + ENDINGS + ", was \"" + file + "\"");
            }
        }
    }

    static void write(SuiteResult result, Metric metric, String baseline, Path file) {
        MetricComparison comparison = result.compare(metric).baseline(baseline);
        String name = file.toString();
        if (name.endsWith(".csv")) {
            Tables.trials(result, result.metrics(), file);
        } else if (name.endsWith(".html")) {
            Report.html(result, comparison).write(file);
        } else if (name.endsWith(".md")) {
            Report.markdown(result, comparison).write(file);
        } else {
            Report.latex(result, comparison).write(file);
        }
    }
}
