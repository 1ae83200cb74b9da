package io.krater.report;

import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.metric.Aggregate;
import io.krater.metric.HoldMetrics;
import io.krater.metric.Metric;
import io.krater.metric.StartMetrics;
import io.krater.report.draw.LaneChart;
import io.krater.report.draw.ScaleChart;
import io.krater.report.draw.ScaleChart.Line;
import io.krater.result.SuiteResult;
import io.krater.result.model.Cell;
import io.krater.stats.Quantile;
import io.krater.stats.Sample;
import io.krater.suite.Variant;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Figures of experiments on start-up and density: over the level, over the density, of a round's instances. */
final class ScaleFigures {
    private static final int MOST_LINES = 12;
    private static final int MOST_LANES = 3;
    private static final int FEWEST_INSTANCES = 5;
    private static final String MEMORY = "memory";
    private static final String BAND = "Median (marker) and quartiles (band) over n = ";

    private final SuiteResult result;

    private ScaleFigures(SuiteResult result) {
        this.result = result;
    }

    /** What of them the result has values for. */
    static List<Figure> of(SuiteResult result) {
        ScaleFigures all = new ScaleFigures(result);
        List<Figure> figures = new ArrayList<>();
        Predicate<Variant> plain = variant -> has(variant, StartMetrics.LEVEL) && !has(variant, HoldMetrics.DENSITY);
        Predicate<Variant> held = variant -> has(variant, HoldMetrics.DENSITY) && !has(variant, StartMetrics.LEVEL);
        Predicate<Variant> onTop = variant -> has(variant, HoldMetrics.DENSITY) && has(variant, StartMetrics.LEVEL);
        all.over(StartMetrics.MAKESPAN, "Start-up of all against the number started", plain, StartMetrics.LEVEL, true)
                .ifPresent(figures::add);
        all.over(
                        StartMetrics.latency(Aggregate.P50),
                        "Latency of an instance (median of a round) against the number started",
                        plain,
                        StartMetrics.LEVEL,
                        true)
                .ifPresent(figures::add);
        all.distribution(plain).ifPresent(figures::add);
        all.over(
                        StartMetrics.HOST_CPU,
                        "CPU time an instance against the number started",
                        plain,
                        StartMetrics.LEVEL,
                        false)
                .ifPresent(figures::add);
        figures.addAll(all.lanes(plain));
        all.over(HoldMetrics.PSS_PER_CONTAINER, "Memory a container against density", held, HoldMetrics.DENSITY, false)
                .ifPresent(figures::add);
        all.over(HoldMetrics.PSS, "Memory of all against density", held, HoldMetrics.DENSITY, true)
                .ifPresent(figures::add);
        all.over(HoldMetrics.IDLE_RUNTIME, "Idle CPU against density", held, HoldMetrics.DENSITY, false)
                .ifPresent(figures::add);
        all.over(StartMetrics.MAKESPAN, "Start-up on top of a density", onTop, HoldMetrics.DENSITY, true)
                .ifPresent(figures::add);
        return figures;
    }

    private static boolean has(Variant variant, String parameter) {
        return variant.number(parameter).isPresent();
    }

    /** What a line is of: the environment, and what else the variants differ in. */
    private static String lineName(Cell cell, boolean environments, boolean sizes, boolean levels) {
        List<String> parts = new ArrayList<>();
        if (environments || (!sizes && !levels)) {
            parts.add(cell.environment());
        }
        if (sizes) {
            cell.variant().number(MEMORY).ifPresent(size -> parts.add(DisplayUnit.brief(size) + " MiB"));
        }
        if (levels) {
            cell.variant().number(StartMetrics.LEVEL).ifPresent(level -> parts.add((long) level + " at once"));
        }
        return Escapes.visible(String.join(", ", parts));
    }

    private Optional<Figure> over(
            Metric metric, String title, Predicate<Variant> which, String along, boolean logarithmic) {
        List<Cell> cells = result.cells().stream()
                .filter(cell -> which.test(cell.variant()) && !cell.completed().isEmpty())
                .toList();
        boolean environments = distinct(cells, Cell::environment) > 1;
        boolean sizes = distinct(cells, cell -> cell.variant().number(MEMORY)) > 1;
        boolean levels = !along.equals(StartMetrics.LEVEL)
                && distinct(cells, cell -> cell.variant().number(StartMetrics.LEVEL)) > 1;
        Map<String, List<double[]>> points = new LinkedHashMap<>();
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (Cell cell : cells) {
            Sample sample =
                    result.sample(metric, cell.environment(), cell.variant().label());
            if (sample.size() > 0) {
                double[] quartiles = DoubleStream.of(0.5, 0.25, 0.75)
                        .map(q -> Quantile.of(sample, q).get())
                        .toArray();
                double x = cell.variant().number(along).orElseThrow();
                points.computeIfAbsent(lineName(cell, environments, sizes, levels), name -> new ArrayList<>())
                        .add(new double[] {x, quartiles[0], quartiles[1], quartiles[2]});
                fewest = Math.min(fewest, sample.size());
                most = Math.max(most, sample.size());
            }
        }
        boolean grows = points.values().stream().anyMatch(line -> line.size() > 1);
        if (!grows) {
            return Optional.empty();
        }
        boolean positive = points.values().stream().flatMap(List::stream).allMatch(point -> point[2] > 0);
        DisplayUnit unit = DisplayUnit.of(
                metric.unit(), points.values().stream().flatMap(List::stream).mapToDouble(point -> point[3]));
        List<Line> lines = points.entrySet().stream()
                .limit(MOST_LINES)
                .map(entry -> line(entry.getKey(), entry.getValue(), unit.factor()))
                .toList();
        ScaleChart chart = new ScaleChart(
                along.equals(StartMetrics.LEVEL) ? "started at once" : "held alive",
                unit.label(metric.name()),
                true,
                logarithmic && positive,
                lines);
        String count = fewest == most ? Integer.toString(most) : fewest + " to " + most;
        String left = points.size() > MOST_LINES ? " Not drawn: " + (points.size() - MOST_LINES) + " more lines." : "";
        return Optional.of(figure(
                "scale_" + metric.name() + "_" + along + (levels ? "_on_top" : ""),
                title,
                BAND + count + (most == 1 ? " trial a point." : " trials a point.") + left,
                chart));
    }

    private static Figure figure(String name, String title, String caption, ScaleChart chart) {
        return new Figure(name, title, caption, Plot.WIDTH, chart.height(Plot.WIDTH), chart::paint);
    }

    private static <T> long distinct(List<Cell> cells, Function<Cell, T> by) {
        return cells.stream().map(by).distinct().count();
    }

    private static Line line(String name, List<double[]> points, double factor) {
        List<double[]> sorted = points.stream()
                .sorted(Comparator.comparingDouble(point -> point[0]))
                .toList();
        double[][] columns = new double[4][sorted.size()];
        for (int i = 0; i < sorted.size(); i++) {
            for (int k = 0; k < 4; k++) {
                columns[k][i] = sorted.get(i)[k] * (k == 0 ? 1 : factor);
            }
        }
        return new Line(name, columns[0], columns[1], columns[2], columns[3], true);
    }

    /** The highest level of which every environment has a round. */
    private Optional<Variant> widest(Predicate<Variant> which) {
        long all = result.suite().environments().size();
        return result.suite().workload().variants().stream()
                .filter(which)
                .filter(variant -> variant.number(StartMetrics.LEVEL).orElse(0) >= FEWEST_INSTANCES)
                .filter(variant -> result.cells().stream()
                                .filter(cell -> cell.variant().equals(variant)
                                        && !cell.completed().isEmpty())
                                .count()
                        == all)
                .max(Comparator.comparingDouble(
                        variant -> variant.number(StartMetrics.LEVEL).orElse(0)));
    }

    private List<Cell> cells(Variant variant) {
        return result.cells().stream()
                .filter(cell ->
                        cell.variant().equals(variant) && !cell.completed().isEmpty())
                .toList();
    }

    /** Which share of the instances was ready after how long, all rounds together. */
    private Optional<Figure> distribution(Predicate<Variant> which) {
        return widest(which).flatMap(variant -> {
            Map<String, double[]> latencies = new LinkedHashMap<>();
            for (Cell cell : cells(variant)) {
                double[] sorted = cell.completed().stream()
                        .flatMapToDouble(trial -> Arrays.stream(StartMetrics.latencies(trial)))
                        .sorted()
                        .toArray();
                if (sorted.length >= FEWEST_INSTANCES) {
                    latencies.put(Escapes.visible(cell.environment()), sorted);
                }
            }
            if (latencies.isEmpty()) {
                return Optional.empty();
            }
            DisplayUnit unit = DisplayUnit.of("s", latencies.values().stream().flatMapToDouble(Arrays::stream));
            List<Line> lines = latencies.entrySet().stream()
                    .limit(MOST_LINES)
                    .map(entry -> shares(entry.getKey(), entry.getValue(), unit.factor()))
                    .toList();
            String count = String.join(
                    ", ",
                    latencies.entrySet().stream()
                            .map(entry -> entry.getKey() + " n = " + entry.getValue().length)
                            .toList());
            ScaleChart chart =
                    new ScaleChart(unit.label("request to ready"), "share of instances ready", false, false, lines);
            return Optional.of(figure(
                    "scale_instances_" + variant.label(),
                    "Latency of each instance, " + variant.label(),
                    "Share of the instances that were ready within this time, all rounds together: " + count + ".",
                    chart));
        });
    }

    private static Line shares(String name, double[] sorted, double factor) {
        int steps = Math.min(sorted.length, 400);
        double[] x = new double[steps];
        double[] y = new double[steps];
        for (int i = 0; i < steps; i++) {
            int place = (int) ((long) (i + 1) * sorted.length / steps) - 1;
            x[i] = sorted[place] * factor;
            y[i] = (place + 1.0) / sorted.length;
        }
        return new Line(name, x, y, new double[0], new double[0], false);
    }

    /** The round of median length of the first environments, instance by instance. */
    private List<Figure> lanes(Predicate<Variant> which) {
        return widest(which)
                .map(variant -> cells(variant).stream()
                        .limit(MOST_LANES)
                        .flatMap(cell -> middle(cell).flatMap(ScaleFigures::lanes).stream())
                        .toList())
                .orElse(List.of());
    }

    private static Optional<Trial> middle(Cell cell) {
        List<Trial> rounds = cell.completed().stream()
                .filter(trial -> StartMetrics.makespanNanos(trial).isPresent())
                .sorted(Comparator.comparingLong(
                        trial -> StartMetrics.makespanNanos(trial).orElseThrow()))
                .toList();
        return rounds.isEmpty() ? Optional.empty() : Optional.of(rounds.get((rounds.size() - 1) / 2));
    }

    private static Optional<Figure> lanes(Trial trial) {
        String ready = StartMetrics.ready(trial);
        List<Instance> asked = trial.instances().stream()
                .filter(instance -> instance.marks().at(Phase.REQUESTED).isPresent())
                .sorted(Comparator.comparingLong(instance -> time(instance, Phase.REQUESTED.label())))
                .toList();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        long zero = time(asked.get(0), Phase.REQUESTED.label());
        double[] seconds = asked.stream()
                .filter(instance -> instance.marks().at(ready).isPresent())
                .mapToDouble(instance -> (time(instance, ready) - zero) / 1e9)
                .toArray();
        DisplayUnit unit = DisplayUnit.of("s", DoubleStream.of(seconds));
        double[] begin = asked.stream()
                .mapToDouble(instance -> (time(instance, Phase.REQUESTED.label()) - zero) / 1e9 * unit.factor())
                .toArray();
        double[] end = IntStream.range(0, asked.size())
                .mapToDouble(i -> asked.get(i).marks().at(ready).isPresent()
                        ? (time(asked.get(i), ready) - zero) / 1e9 * unit.factor()
                        : Double.NaN)
                .toArray();
        LaneChart chart = new LaneChart(
                unit.label("time since the first request"),
                begin,
                end,
                asked.stream().map(instance -> Escapes.visible(instance.name())).toList());
        String cell = trial.id().environment() + ", " + trial.id().variant();
        return Optional.of(new Figure(
                ("scale_round_" + trial.id().environment() + "_" + trial.id().variant())
                        .replaceAll("[^A-Za-z0-9_-]", "_"),
                "A round, instance by instance: " + cell,
                "Round " + trial.id().number() + ", the one of median length: each of " + asked.size()
                        + " bars reaches from an instance's request to its being ready, in the order of requests.",
                Plot.WIDTH,
                chart.height(),
                chart::paint));
    }

    private static long time(Instance instance, String mark) {
        Stamp stamp = instance.marks().at(mark).orElseThrow();
        return instance.clockOffset().toClient(stamp);
    }
}
