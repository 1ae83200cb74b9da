package io.krater.report;

import io.krater.launch.FailureReason;
import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.result.compare.MetricComparison;
import io.krater.result.model.Part;
import io.krater.result.warning.Warning;
import io.krater.result.warning.Warnings;
import io.krater.suite.Environment;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** The page: a template filled with rows of text and figures as images. */
final class HtmlReport {
    private static final int MOST_WARNINGS = 500;
    private static final int MOST_FAILURES = 200;
    private static final int MOST_HOSTS = 24;
    private static final int LOG_LINES = 5;
    private static final int LONGEST_LINE = 300;

    private final SuiteResult result;
    private final MetricComparison comparison;
    private final ReportModel model;

    HtmlReport(SuiteResult result, MetricComparison comparison) {
        this.result = result;
        this.comparison = comparison;
        this.model = new ReportModel(result, comparison);
    }

    String render() {
        String style = Templates.resource("report.css");
        String script = Templates.resource("report.js") + Templates.resource("plots.js");
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("style", style);
        page.put("styleHash", Templates.cspHash(style));
        page.put("script", script);
        page.put("scriptHash", Templates.cspHash(script));
        page.put("suite", result.suite().name());
        page.put("metric", comparison.metric().name());
        head(page);
        page.put("metricLabel", model.metricLabel());
        String direction = ReportModel.direction(comparison.metric());
        page.put("direction", direction.isEmpty() ? "neither way is better" : direction);
        page.put("factor", comparison.factor().one());
        page.put("comparisons", model.comparisons());
        CompletableFuture<Map<String, Object>> figures = CompletableFuture.supplyAsync(this::figures);
        warnings(page);
        page.put("data", new PageData(result, metrics()).json());
        page.put("metrics", metrics().stream().map(model::cells).toList());
        failures(page);
        page.put("hasExclusions", !result.exclusions().isEmpty());
        page.put("exclusions", model.exclusions());
        page.put("method", Method.sentences(result, comparison, true));
        page.put("parts", result.parts().stream().map(HtmlReport::part).toList());
        page.put("environments", environments());
        page.putAll(joined(figures));
        return Templates.of("report.html.mustache", Escapes.HTML).execute(page);
    }

    private void head(Map<String, Object> page) {
        List<String> sentences = new Conclusion(comparison).sentences();
        page.put("conclusion", sentences.isEmpty() ? "There is nothing to conclude." : sentences.get(0));
        page.put("more", sentences.stream().skip(1).limit(10).toList());
        long completed = result.trials().stream().filter(Trial::counts).count();
        int excluded = result.exclusions().size();
        page.put(
                "facts",
                String.format(
                        Locale.ROOT,
                        "%d environments, %d variants, %d completed trials, %d failed attempts%s%s",
                        result.suite().environments().size(),
                        result.suite().workload().variants().size(),
                        completed,
                        failed().count(),
                        excluded == 0 ? "" : ", " + excluded + " set aside",
                        result.parts().isEmpty()
                                ? ""
                                : "; started " + result.parts().get(0).started().truncatedTo(ChronoUnit.SECONDS)));
    }

    private void warnings(Map<String, Object> page) {
        List<Warning> warnings = Warnings.of(result);
        List<Map<String, Object>> rows = model.rows(warnings);
        page.put("warningCount", warnings.size());
        page.put("hasWarnings", !warnings.isEmpty());
        page.put("warnings", rows.stream().limit(MOST_WARNINGS).toList());
        page.put("warningsOmitted", ReportModel.omitted(rows.size(), MOST_WARNINGS, "warnings"));
        page.put("notices", result.warnings());
    }

    private List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(List.of(comparison.metric()));
        result.chiefMetrics().stream()
                .filter(metric -> !metric.name().equals(comparison.metric().name()))
                .forEach(metrics::add);
        return metrics;
    }

    /** Draws while the rest of the page is made: together that is most of a report's time. */
    private Map<String, Object> figures() {
        Map<String, Object> page = new LinkedHashMap<>();
        List<Figure> ratios = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        List<Figure> scale = List.of();
        List<Figure> samples = List.of();
        List<Figure> hosts = Figures.ofHosts(result);
        List<String> problem = List.of();
        try {
            ratios.addAll(Figures.ratios(comparison));
            figures.addAll(Figures.values(result, comparison));
            metrics().stream().skip(1).forEach(metric -> figures.addAll(Figures.means(result, metric)));
            scale = Figures.ofScale(result);
            samples = Figures.ofSamples(result);
            page.put("scaleFigures", images(scale));
            page.put("ratioFigures", images(ratios));
            page.put("figures", images(figures));
            page.put("sampleFigures", images(samples));
            page.put("hostFigures", images(hosts.stream().limit(MOST_HOSTS).toList()));
        } catch (LinkageError | InternalError noFonts) {
            // a JDK without a desktop's libraries or any font cannot draw text; the numbers stand without figures
            problem = List.of(noFonts(noFonts));
            page.put("scaleFigures", List.of());
            page.put("ratioFigures", List.of());
            page.put("figures", List.of());
            page.put("sampleFigures", List.of());
            page.put("hostFigures", List.of());
        }
        page.put("figureProblem", problem);
        page.put("hasScale", !scale.isEmpty() && problem.isEmpty());
        page.put("hasHosts", !hosts.isEmpty());
        page.put("hostFiguresOmitted", ReportModel.omitted(hosts.size(), MOST_HOSTS, "hosts of runs"));
        int variants = result.suite().workload().variants().size();
        page.put("figuresOmitted", ReportModel.omitted(variants, Figures.MOST_VARIANTS, "variants"));
        long cells = result.cells().stream()
                .filter(cell -> !cell.completed().isEmpty())
                .count();
        page.put("sampleFiguresOmitted", ReportModel.omitted((int) cells, Figures.MOST_CELLS, "cells"));
        page.put("hasSampleFigures", !samples.isEmpty() && problem.isEmpty());
        page.put("sampleFigureCount", samples.size());
        return page;
    }

    private static Map<String, Object> joined(CompletableFuture<Map<String, Object>> figures) {
        try {
            return figures.join();
        } catch (CompletionException failed) {
            // what broke, as if it had been drawn here
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    static List<Map<String, Object>> images(List<Figure> figures) {
        return figures.parallelStream().map(HtmlReport::image).toList();
    }

    static String noFonts(Throwable why) {
        return "Figures could not be drawn: this Java has no fonts or no graphics (" + why
                + "). Make the report on another machine, or install fontconfig and a font.";
    }

    static Map<String, Object> image(Figure figure) {
        byte[] svg = figure.svg().getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "title",
                figure.title(),
                "caption",
                figure.caption(),
                "width",
                figure.width(),
                "height",
                figure.height(),
                "data",
                Base64.getEncoder().encodeToString(svg));
    }

    private Stream<Trial> failed() {
        return Stream.concat(result.earlierAttempts().stream(), result.trials().stream())
                .filter(trial -> !trial.outcome().isCompleted());
    }

    private void failures(Map<String, Object> page) {
        List<Trial> failed = failed().toList();
        page.put("failureCount", failed.size());
        page.put("hasFailures", !failed.isEmpty());
        page.put(
                "failures",
                failed.stream().limit(MOST_FAILURES).map(HtmlReport::failure).toList());
        page.put("failuresOmitted", ReportModel.omitted(failed.size(), MOST_FAILURES, "failures"));
    }

    private static Map<String, Object> failure(Trial trial) {
        Map<String, Object> row = new LinkedHashMap<>();
        FailureReason reason = trial.outcome() instanceof Outcome.TimedOut late
                ? late.reason()
                : ((Outcome.Failed) trial.outcome()).reason();
        row.put("trial", trial.id().toString());
        row.put("kind", reason.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        row.put("message", reason.message());
        List<String> lines = reason.lastLines();
        row.put(
                "log",
                String.join(
                        "\n",
                        lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()).stream()
                                .map(line ->
                                        line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line)
                                .toList()));
        return row;
    }

    private static Map<String, Object> part(Part part) {
        List<Map<String, Object>> facts = new ArrayList<>();
        facts.add(fact("launcher", part.launcher()));
        part.capture().host().forEach((key, value) -> facts.add(fact(key, value)));
        part.software().forEach((key, value) -> facts.add(fact(key, value)));
        part.capture()
                .environments()
                .forEach((name, own) -> own.forEach((key, value) -> facts.add(fact(name + ": " + key, value))));
        return Map.of("title", "Run " + part.run() + ", started " + part.started(), "facts", facts);
    }

    private List<Map<String, Object>> environments() {
        List<Map<String, Object>> rows = new ArrayList<>();
        result.suite()
                .environments()
                .forEach(environment -> rows.add(fact(
                        environment.name(),
                        environment.target().map(HtmlReport::target).orElse("not known"))));
        return rows;
    }

    private static String target(Environment.Target target) {
        if (target instanceof Environment.Image image) {
            return "image " + image.reference() + " under "
                    + image.runtimeClass().orElse("the default runtime");
        }
        return "command " + String.join(" ", ((Environment.Command) target).words());
    }

    private static Map<String, Object> fact(String key, String value) {
        return Map.of("key", key, "value", value);
    }
}
