package io.krater.report;

import io.krater.metric.HoldMetrics;
import io.krater.metric.Metric;
import io.krater.metric.StartMetrics;
import io.krater.report.draw.ScaleChart;
import io.krater.report.draw.ScaleChart.Line;
import io.krater.result.SuiteResult;
import io.krater.result.model.Cell;
import io.krater.stats.Quantile;
import io.krater.stats.Sample;
import io.krater.suite.Parameter;
import io.krater.suite.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A metric over a parameter of the variants that is a number, such as a size: how it scales, with a line for each environment
 * and for each value of what else the variants differ in.
 */
final class ParameterFigure {
    private static final int MOST_LINES = 12;
    /** From this ratio of its ends on an axis is logarithmic. */
    private static final double WIDE_X = 8;

    private static final double WIDE_Y = 20;

    private ParameterFigure() {}

    static Optional<Figure> of(SuiteResult result, Metric metric) {
        return axis(result.suite().workload().variants()).flatMap(axis -> over(result, metric, axis));
    }

    /**
     * The parameter that is a number in all variants and has the most values, the first of such; empty where none has two, and
     * for levels and densities, which have figures of their own.
     */
    static Optional<String> axis(List<Variant> variants) {
        Optional<String> axis = Optional.empty();
        long most = 1;
        for (String name : variants.isEmpty()
                ? Set.<String>of()
                : variants.get(0).parameters().keySet()) {
            if (name.equals(StartMetrics.LEVEL) || name.equals(HoldMetrics.DENSITY)) {
                return Optional.empty();
            }
            boolean numeric =
                    variants.stream().allMatch(variant -> variant.number(name).isPresent());
            long values = distinct(variants, name);
            if (numeric && values > most) {
                most = values;
                axis = Optional.of(name);
            }
        }
        return axis;
    }

    private static long distinct(List<Variant> variants, String name) {
        return variants.stream()
                .map(variant -> Optional.ofNullable(variant.parameters().get(name)))
                .distinct()
                .count();
    }

    private static Optional<Figure> over(SuiteResult result, Metric metric, String axis) {
        List<Variant> variants = result.suite().workload().variants();
        Set<String> others = new LinkedHashSet<>();
        variants.forEach(variant -> others.addAll(variant.parameters().keySet()));
        others.removeIf(name -> name.equals(axis) || distinct(variants, name) < 2);
        Map<String, NavigableMap<Double, Sample>> lines = new LinkedHashMap<>();
        for (Cell cell : result.cells()) {
            Sample sample =
                    result.sample(metric, cell.environment(), cell.variant().label());
            if (sample.size() > 0) {
                double x = cell.variant().number(axis).orElseThrow();
                @Nullable
                Sample before = lines.computeIfAbsent(name(cell, others), fresh -> new TreeMap<>())
                        .put(x, sample);
                if (before != null) {
                    return Optional.empty(); // variants that differ in what no parameter tells
                }
            }
        }
        if (lines.values().stream().noneMatch(line -> line.size() > 1)) {
            return Optional.empty();
        }
        return Optional.of(figure(metric, axis, unit(variants, axis), lines));
    }

    private static String unit(List<Variant> variants, String axis) {
        return Objects.requireNonNull(variants.get(0).parameters().get(axis)).unit();
    }

    private static String name(Cell cell, Set<String> others) {
        List<String> parts = new ArrayList<>(List.of(cell.environment()));
        for (String other : others) {
            @Nullable Parameter value = cell.variant().parameters().get(other);
            if (value != null) {
                parts.add(other + " " + value);
            }
        }
        return Escapes.visible(String.join(", ", parts));
    }

    private static Figure figure(
            Metric metric, String axis, String axisUnit, Map<String, NavigableMap<Double, Sample>> lines) {
        DisplayUnit unit = DisplayUnit.of(metric.unit(), values(lines));
        double[] x = lines.values().stream()
                .flatMapToDouble(line -> line.keySet().stream().mapToDouble(Double::doubleValue))
                .toArray();
        boolean xLog = wide(DoubleStream.of(x), WIDE_X);
        boolean yLog = wide(values(lines), WIDE_Y);
        List<Line> drawn = lines.entrySet().stream()
                .limit(MOST_LINES)
                .map(line -> line(line.getKey(), line.getValue(), unit.factor()))
                .toList();
        int fewest = sizes(lines).min().orElse(0);
        int most = sizes(lines).max().orElse(0);
        String title = metric.name() + " over " + axis;
        ScaleChart chart = new ScaleChart(
                Escapes.visible(axisUnit.isEmpty() ? axis : axis + " (" + axisUnit + ")"),
                unit.label(metric.name()),
                xLog,
                yLog,
                drawn);
        String left = lines.size() > MOST_LINES ? " Not drawn: " + (lines.size() - MOST_LINES) + " more lines." : "";
        return new Figure(
                "over_" + axis.replaceAll("[^A-Za-z0-9_-]", "_") + "_" + metric.name(),
                title,
                "Median (marker) and quartiles (band) over n = " + (fewest == most ? most : fewest + " to " + most)
                        + " trials a point." + left,
                Plot.WIDTH,
                chart.height(Plot.WIDTH),
                chart::paint);
    }

    private static IntStream sizes(Map<String, NavigableMap<Double, Sample>> lines) {
        return lines.values().stream()
                .flatMapToInt(line -> line.values().stream().mapToInt(Sample::size));
    }

    private static DoubleStream values(Map<String, NavigableMap<Double, Sample>> lines) {
        return lines.values().stream()
                .flatMap(line -> line.values().stream())
                .flatMapToDouble(sample -> DoubleStream.of(sample.values()));
    }

    private static boolean wide(DoubleStream values, double ratio) {
        double[] sorted = values.sorted().toArray();
        return sorted.length > 0 && sorted[0] > 0 && sorted[sorted.length - 1] / sorted[0] >= ratio;
    }

    private static Line line(String name, NavigableMap<Double, Sample> points, double factor) {
        double[] x = new double[points.size()];
        double[][] quartiles = new double[3][points.size()];
        int i = 0;
        for (Map.Entry<Double, Sample> point : points.entrySet()) {
            x[i] = point.getKey();
            double[] at = {0.5, 0.25, 0.75};
            for (int k = 0; k < at.length; k++) {
                quartiles[k][i] = Quantile.of(point.getValue(), at[k]).get() * factor;
            }
            i++;
        }
        return new Line(name, x, quartiles[0], quartiles[1], quartiles[2], true);
    }
}
