package io.krater.report;

import io.krater.metric.Metric;
import io.krater.report.TimeFigures.Quantity;
import io.krater.result.SuiteResult;
import io.krater.result.model.Cell;
import io.krater.stats.Summary;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The numbers that the page's script draws with, as JSON: of each metric and cell the mean, its interval and the trials, and
 * the samples over time. What has no value is null.
 */
final class PageData {
    private static final int MOST_CELLS = 400;
    private static final int MOST_VALUES = 100;
    private static final int DIGITS = 5;

    private final SuiteResult result;
    private final List<Metric> metrics;
    private final List<Cell> cells;
    private final List<String> environments;
    private final List<String> variants;

    PageData(SuiteResult result, List<Metric> metrics) {
        this.result = result;
        this.metrics = metrics;
        this.cells = result.cells().stream().limit(MOST_CELLS).toList();
        this.environments =
                result.suite().environments().stream().map(e -> e.name()).toList();
        this.variants = result.suite().workload().variants().stream()
                .map(v -> v.label())
                .toList();
    }

    /** Safe inside a script element: no less-than sign is in it. */
    String json() {
        return "{\"environments\":" + strings(environments) + ",\"variants\":" + strings(variants) + ",\"metrics\":"
                + metrics.stream().map(this::metric).collect(list()) + ",\"time\":"
                + Arrays.stream(Quantity.values())
                        .map(this::quantity)
                        .filter(text -> !text.isEmpty())
                        .collect(list())
                + "}";
    }

    private String metric(Metric metric) {
        return "{\"name\":" + string(metric.name()) + ",\"unit\":" + string(metric.unit()) + ",\"better\":"
                + string(ReportModel.direction(metric)) + ",\"cells\":"
                + cells.stream().map(cell -> cell(metric, cell)).collect(list()) + "}";
    }

    private String cell(Metric metric, Cell cell) {
        double[] values = result.sample(
                        metric, cell.environment(), cell.variant().label())
                .values();
        Summary summary = Summary.of(
                result.sample(metric, cell.environment(), cell.variant().label()));
        OptionalDouble mean =
                summary.mean().optional().map(v -> OptionalDouble.of(v)).orElse(OptionalDouble.empty());
        return place(cell) + ",\"n\":" + values.length + ",\"failed\":" + cell.failures() + ",\"mean\":"
                + number(mean) + ",\"low\":"
                + number(summary.interval()
                        .optional()
                        .map(i -> OptionalDouble.of(i.low()))
                        .orElse(OptionalDouble.empty()))
                + ",\"high\":"
                + number(summary.interval()
                        .optional()
                        .map(i -> OptionalDouble.of(i.high()))
                        .orElse(OptionalDouble.empty()))
                + ",\"values\":"
                + numbers(Math.min(MOST_VALUES, values.length), i -> OptionalDouble.of(values[i])) + "}";
    }

    private String quantity(Quantity quantity) {
        List<String> curves = new ArrayList<>();
        for (Cell cell : cells.subList(0, Math.min(Figures.MOST_CELLS, cells.size()))) {
            TimeFigures.curve(quantity, cell).ifPresent(curve -> {
                List<double[]> points = curve.points();
                curves.add(place(cell) + ",\"gate\":" + number(OptionalDouble.of(curve.gate())) + ",\"t\":"
                        + column(points, 0) + ",\"q1\":" + column(points, 1) + ",\"median\":" + column(points, 2)
                        + ",\"q3\":" + column(points, 3) + "}");
            });
        }
        return curves.isEmpty()
                ? ""
                : "{\"name\":" + string(quantity.title) + ",\"unit\":" + string(quantity.unit) + ",\"curves\":"
                        + curves.stream().collect(list()) + "}";
    }

    private static String column(List<double[]> points, int column) {
        return numbers(points.size(), i -> OptionalDouble.of(points.get(i)[column]));
    }

    private String place(Cell cell) {
        return "{\"v\":" + variants.indexOf(cell.variant().label()) + ",\"e\":"
                + environments.indexOf(cell.environment());
    }

    private static java.util.stream.Collector<CharSequence, ?, String> list() {
        return Collectors.joining(",", "[", "]");
    }

    private static String strings(List<String> words) {
        return words.stream().map(PageData::string).collect(list());
    }

    private static String numbers(int count, IntFunction<OptionalDouble> at) {
        return IntStream.range(0, count).mapToObj(i -> number(at.apply(i))).collect(list());
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty() || !Double.isFinite(value.getAsDouble())
                ? "null"
                : new BigDecimal(value.getAsDouble())
                        .round(new MathContext(DIGITS))
                        .stripTrailingZeros()
                        .toString();
    }

    private static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c > 0x7e) {
                json.append(String.format(java.util.Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
