package io.krater.examples.shell;

import io.krater.metric.Metric;
import io.krater.report.Figure;
import io.krater.report.History.Run;
import io.krater.result.SuiteResult;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.series.ChangePoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A metric over many saved runs. */
@Command(
        name = "history",
        description = {
            "Shows a metric over many saved runs of a suite, in the order in which they started,",
            "and where it changed (Pettitt's test on the runs' means, from 8 runs on)."
        },
        exitCodeList = {
            "0:no change is shown",
            "1:a folder cannot be read",
            "2:the command line is wrong",
            "3:a change is shown at the level"
        })
public final class History implements Callable<Integer> {
    private static final int CHANGED = 3;

    @Parameters(paramLabel = "DIR", arity = "2..*", description = "folders of runs, each with its suite.json")
    private List<Path> folders = List.of();

    @Option(names = "--metric", paramLabel = "NAME", description = "what is shown; else what the first suite is about")
    private String metric = "";

    @Option(names = "--level", paramLabel = "P", defaultValue = "0.01", description = "p value of a change")
    private double level;

    @Option(names = "--csv", paramLabel = "FILE", description = "writes the values")
    private @Nullable Path csv;

    @Option(names = "--figure", paramLabel = "FILE", description = "writes a figure (SVG)")
    private @Nullable Path figure;

    @Override
    public Integer call() throws IOException {
        List<SuiteResult> results = folders.stream()
                .map(SuiteResult::read)
                .sorted(Comparator.comparing(History::started))
                .toList();
        Metric chosen = Chosen.metric(results.get(0), metric);
        Map<String, List<Run>> cells = cells(results, chosen);
        StringBuilder table = new StringBuilder("run,started,cell,mean,low,high,trials\n");
        boolean changed = false;
        for (Map.Entry<String, List<Run>> cell : cells.entrySet()) {
            changed |= show(cell.getKey(), cell.getValue(), chosen, table);
        }
        if (csv != null) {
            Files.writeString(csv, table.toString());
        }
        if (figure != null) {
            Figure drawn = io.krater.report.History.figure(chosen, cells, level);
            Files.write(figure, drawn.svg().getBytes(StandardCharsets.UTF_8));
        }
        return changed ? CHANGED : 0;
    }

    private boolean show(String cell, List<Run> runs, Metric chosen, StringBuilder table) {
        System.out.println(cell + ": " + chosen.name() + (chosen.unit().isEmpty() ? "" : ", " + chosen.unit()));
        Optional<ChangePoint> change = ChangePoint.test(
                        Sample.of(runs.stream().mapToDouble(Run::mean).toArray()))
                .optional();
        boolean shown = change.isPresent() && change.get().p() < level;
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (shown && i == change.orElseThrow().before()) {
                System.out.printf(
                        Locale.ROOT,
                        "  ---- change here: Pettitt's test, K = %d, p = %.2g%n",
                        change.get().k(),
                        change.get().p());
            }
            System.out.printf(
                    Locale.ROOT,
                    "  %s  %12.5g  (%.5g to %.5g, n = %d)  %s%n",
                    run.started(),
                    run.mean(),
                    run.low(),
                    run.high(),
                    run.trials(),
                    run.name());
            table.append(String.format(
                    Locale.ROOT,
                    "\"%s\",%s,\"%s\",%s,%s,%s,%d%n",
                    run.name().replace("\"", "\"\""),
                    run.started(),
                    cell,
                    text(run.mean()),
                    text(run.low()),
                    text(run.high()),
                    run.trials()));
        }
        if (change.isEmpty()) {
            System.out.println("  too few runs to tell of a change, or all the same");
        }
        return shown;
    }

    /** A missing bound is an empty field. */
    private static String text(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private Map<String, List<Run>> cells(List<SuiteResult> results, Metric chosen) {
        Map<String, List<Run>> cells = new LinkedHashMap<>();
        for (SuiteResult result : results) {
            result.cells().forEach(cell -> {
                Sample sample =
                        result.sample(chosen, cell.environment(), cell.variant().label());
                Summary summary = Summary.of(sample);
                if (summary.mean().isComputed()) {
                    double mean = summary.mean().get();
                    cells.computeIfAbsent(
                                    cell.environment() + "/" + cell.variant().label(), key -> new ArrayList<>())
                            .add(new Run(
                                    folder(result, results),
                                    started(result),
                                    mean,
                                    summary.interval()
                                            .optional()
                                            .map(range -> range.low())
                                            .orElse(Double.NaN),
                                    summary.interval()
                                            .optional()
                                            .map(range -> range.high())
                                            .orElse(Double.NaN),
                                    sample.size()));
                }
            });
        }
        if (cells.isEmpty()) {
            throw new UncheckedIOException(new IOException("no run has a completed trial with " + chosen.name()));
        }
        return cells;
    }

    private static Instant started(SuiteResult result) {
        return result.parts().isEmpty() ? Instant.EPOCH : result.parts().get(0).started();
    }

    private static String folder(SuiteResult result, List<SuiteResult> results) {
        return result.parts().isEmpty()
                ? "run " + (results.indexOf(result) + 1)
                : result.parts().get(0).run();
    }
}
