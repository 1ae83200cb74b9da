package io.krater.examples;

import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.stats.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a result says: as a table, as a plain sentence for each variant, and as a report. */
final class Sentence {
    private Sentence() {}

    /** Prints a result's table and what it says, and writes its report beside the results in the folder. */
    static void conclude(SuiteResult result, Path folder) {
        result.print(System.out);
        System.out.println();
        System.out.println(about(result, Metrics.THROUGHPUT));
        Report.html(result).write(folder.resolve("report.html"));
        Report.markdown(result).write(folder.resolve("report.md"));
        System.out.println("Results: " + folder);
        System.out.println("Report:  " + folder.resolve("report.html"));
    }

    static String about(SuiteResult result, Metric metric) {
        List<String> sentences = new ArrayList<>();
        for (String variant : result.suite().workload().variants().stream()
                .map(v -> v.label())
                .toList()) {
            List<Mean> means = means(result, metric, variant);
            if (means.size() < 2) {
                continue;
            }
            Mean best = means.get(0);
            List<String> others = means.subList(1, means.size()).stream()
                    .map(other -> String.format(
                            Locale.ROOT, "%s %.2g times as fast", other.environment(), other.value() / best.value()))
                    .toList();
            sentences.add(variant + ": " + best.environment() + " had the highest mean; against it ran "
                    + String.join(", ", others)
                    + (overlapping(means) ? " (some intervals overlap or are missing: do not rank those)" : "") + ".");
        }
        return sentences.isEmpty() ? "There is nothing to compare." : String.join(System.lineSeparator(), sentences);
    }

    private static List<Mean> means(SuiteResult result, Metric metric, String variant) {
        List<Mean> means = new ArrayList<>();
        for (String environment :
                result.suite().environments().stream().map(e -> e.name()).toList()) {
            Summary summary = Summary.of(result.sample(metric, environment, variant));
            summary.mean()
                    .optional()
                    .ifPresent(mean -> means.add(new Mean(
                            environment,
                            mean,
                            summary.interval().optional().map(i -> i.low()).orElse(Double.NEGATIVE_INFINITY),
                            summary.interval().optional().map(i -> i.high()).orElse(Double.POSITIVE_INFINITY))));
        }
        means.sort(Comparator.comparingDouble(Mean::value).reversed());
        return means;
    }

    /** A mean without an interval may lie anywhere. */
    private static boolean overlapping(List<Mean> means) {
        for (int i = 1; i < means.size(); i++) {
            if (means.get(i).high() > means.get(i - 1).low()) {
                return true;
            }
        }
        return false;
    }

    private record Mean(String environment, double value, double low, double high) {}
}
