package io.krater.report;

import io.krater.result.model.Cell;
import io.krater.sample.Column;
import io.krater.stats.Quantile;
import io.krater.stats.Sample;
import io.krater.trial.GateTimes;
import io.krater.trial.GatedColumn;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure of a cell's samples over time: the median over its trials, and the quartiles as a band. Time zero is the gate's
 * opening, and the gate is shaded.
 */
final class TimeFigures {
    private static final double NANOS = 1e9;
    private static final int STEPS = 100;

    /** A figure of the samples, and how it is drawn. */
    enum Quantity {
        /** CPU use. */
        CPU("cpu", "CPU", Column.USAGE_USEC, "cores", 1e-6),
        /** Memory charged. */
        MEMORY("memory", "Memory", Column.MEMORY_CURRENT, "MiB", 1.0 / (1 << 20)),
        /** Time for which the cgroup was throttled, summed over CPUs. */
        THROTTLING("throttling", "Throttled time", Column.THROTTLED_USEC, "s per s", 1e-6),
        /** Memory of processes themselves; on the page's screen only. */
        ANON("anon", "Memory, anonymous", Column.ANON, "MiB", 1.0 / (1 << 20)),
        /** Memory that caches files; on the page's screen only. */
        FILE("file", "Memory, file cache", Column.FILE, "MiB", 1.0 / (1 << 20));

        /** What has a figure of its own for each cell. */
        static final List<Quantity> DRAWN = List.of(CPU, MEMORY, THROTTLING);

        private final String label;
        final String title;
        private final Column column;
        final String unit;
        private final double factor;

        Quantity(String label, String title, Column column, String unit, double factor) {
            this.label = label;
            this.title = title;
            this.column = column;
            this.unit = unit;
            this.factor = factor;
        }
    }

    private final Quantity quantity;
    private final Cell cell;
    private final List<Series> trials = new ArrayList<>();
    private double before;
    private double after;

    /** One trial's column, and its gate. */
    private record Series(GatedColumn column, GateTimes gate) {}

    private TimeFigures(Quantity quantity, Cell cell) {
        this.quantity = quantity;
        this.cell = cell;
        for (Trial trial : cell.completed()) {
            Optional<GatedColumn> column = trial.gated(quantity.column);
            if (column.isPresent() && column.get().count() > 1) {
                take(trial, column.get());
            }
        }
    }

    static Optional<Figure> of(Quantity quantity, Cell cell) {
        return new TimeFigures(quantity, cell).draw();
    }

    private void take(Trial trial, GatedColumn column) {
        GateTimes gate = trial.gate().orElseThrow();
        trials.add(new Series(column, gate));
        trial.samples()
                .values()
                .forEach(set -> set.seriesOf(quantity.column).ifPresent(series -> {
                    if (series.size() > 0) {
                        before = Math.min(before, (series.epochNanos(0) - gate.startNanos()) / NANOS);
                        after = Math.max(after, (series.epochNanos(series.size() - 1) - gate.startNanos()) / NANOS);
                    }
                }));
    }

    /**
     * A cell's samples over time.
     *
     * @param gate median length of the gate, in seconds
     * @param points time since the gate's opening in seconds, lower quartile, median, upper quartile
     */
    record Curve(double gate, List<double[]> points) {}

    /** The curve that the figure of a cell draws; empty where nothing was sampled. */
    static Optional<Curve> curve(Quantity quantity, Cell cell) {
        TimeFigures figure = new TimeFigures(quantity, cell);
        if (figure.trials.isEmpty() || figure.after <= figure.before) {
            return Optional.empty();
        }
        double step = (figure.after - figure.before) / STEPS;
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            figure.quartiles(figure.before + i * step, step).ifPresent(points::add);
        }
        double gate = median(figure.trials.stream()
                .mapToDouble(series -> series.gate().seconds())
                .toArray());
        return points.size() < 2 ? Optional.empty() : Optional.of(new Curve(gate, points));
    }

    private Optional<Figure> draw() {
        if (trials.isEmpty() || after <= before) {
            return Optional.empty();
        }
        double gate = median(
                trials.stream().mapToDouble(series -> series.gate().seconds()).toArray());
        double step = (after - before) / STEPS;
        List<double[]> band = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            quartiles(before + i * step, step).ifPresent(band::add);
        }
        double highest = band.stream().mapToDouble(row -> row[3]).max().orElse(0);
        if (band.size() < 2 || (quantity == Quantity.THROTTLING && highest == 0)) {
            return Optional.empty();
        }
        double top = highest > 0 ? highest * 1.08 : 1;
        Plot plot = new Plot(200, "time since the gate opened (s)", quantity.title + " (" + quantity.unit + ")");
        double first = Math.min(0, band.get(0)[0] - step / 2);
        double last = Math.max(gate, band.get(band.size() - 1)[0] + step / 2);
        plot.xRange(first, last).yRange(0, top);
        plot.box(0, gate, 0, top, Plot.SHADE);
        band(plot, band);
        String variant = cell.variant().label();
        return Optional.of(plot.figure(
                ("time_" + quantity.label + "_" + cell.environment() + "_" + variant).replaceAll("[^A-Za-z0-9_-]", "_"),
                quantity.title + ": " + cell.environment() + ", " + variant,
                "Median (line) and quartiles (band) over n = " + trials.size()
                        + (trials.size() == 1 ? " trial" : " trials")
                        + ", where half of them or more have a value; the grey area is the gate (median length). "
                        + (quantity.column.kind() == Column.Kind.GAUGE
                                ? "Levels are taken every "
                                : "Rates are means over steps of ")
                        + DisplayUnit.brief(step * 1000) + " ms."));
    }

    private static void band(Plot plot, List<double[]> band) {
        int n = band.size();
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        double[] middleX = new double[n];
        double[] middleY = new double[n];
        for (int i = 0; i < n; i++) {
            double[] row = band.get(i);
            x[i] = row[0];
            y[i] = row[1];
            x[2 * n - 1 - i] = row[0];
            y[2 * n - 1 - i] = row[3];
            middleX[i] = row[0];
            middleY[i] = row[2];
        }
        plot.area(x, y, Plot.FILL, "");
        plot.line(Plot.BLUE, 1.4f, middleX, middleY);
    }

    /** Time, lower quartile, median and upper quartile; empty where less than half of the trials have a value. */
    private Optional<double[]> quartiles(double from, double step) {
        List<Double> values = new ArrayList<>();
        for (Series series : trials) {
            long start = series.gate().startNanos() + (long) (from * NANOS);
            value(series.column(), start, (long) (step * NANOS)).ifPresent(values::add);
        }
        if (values.isEmpty() || 2 * values.size() < trials.size()) {
            return Optional.empty();
        }
        Sample sample = Sample.of(values.stream().mapToDouble(v -> v).toArray());
        return Optional.of(new double[] {
            from + step / 2,
            Quantile.of(sample, 0.25).get(),
            Quantile.of(sample, 0.5).get(),
            Quantile.of(sample, 0.75).get()
        });
    }

    private OptionalDouble value(GatedColumn column, long start, long step) {
        if (quantity.column.kind() == Column.Kind.GAUGE) {
            OptionalDouble level = column.at(start + step / 2);
            return level.isPresent() ? OptionalDouble.of(level.getAsDouble() * quantity.factor) : level;
        }
        OptionalDouble low = column.at(start);
        OptionalDouble high = column.at(start + step);
        if (low.isEmpty() || high.isEmpty() || high.getAsDouble() < low.getAsDouble()) {
            return OptionalDouble.empty();
        }
        double grown = (high.getAsDouble() - low.getAsDouble()) * quantity.factor;
        // what interpolation leaves of nothing is nothing
        return OptionalDouble.of(grown < 1e-12 ? 0 : grown / (step / NANOS));
    }

    private static double median(double[] values) {
        return Quantile.of(Sample.of(values), 0.5).get();
    }
}
