package io.krater.report;

import io.krater.metric.Metric;
import io.krater.stats.Sample;
import io.krater.stats.series.ChangePoint;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A metric over many runs of a suite, and where it changed. */
public final class History {
    private static final int HEIGHT = 260;

    private History() {}

    /**
     * One run's mean in a cell.
     *
     * @param name name of the run
     * @param started when it started
     * @param mean the mean, in the metric's unit
     * @param low low end of its interval; NaN where there is none
     * @param high high end of its interval; NaN where there is none
     * @param trials trials that have the metric
     */
    public record Run(String name, Instant started, double mean, double low, double high, int trials) {}

    /**
     * A line for each cell over its runs, with intervals, and a mark before each change that Pettitt's test shows.
     *
     * @param cells the runs by cell, in their order; at least one cell with a run
     * @param level a change is shown where its p value is below this
     */
    public static Figure figure(Metric metric, Map<String, List<Run>> cells, double level) {
        Plot plot = new Plot(
                HEIGHT, "run, in order", metric.name() + (metric.unit().isEmpty() ? "" : " (" + metric.unit() + ")"));
        double highest = 0;
        int longest = 1;
        int place = 0;
        int changes = 0;
        for (Map.Entry<String, List<Run>> cell : cells.entrySet()) {
            List<Run> runs = cell.getValue();
            var colour = Plot.PALETTE.get(place % Plot.PALETTE.size());
            double[] x = new double[runs.size()];
            double[] y = new double[runs.size()];
            for (int i = 0; i < runs.size(); i++) {
                Run run = runs.get(i);
                x[i] = i + 1;
                y[i] = run.mean();
                highest = Math.max(highest, Double.isFinite(run.high()) ? run.high() : run.mean());
                if (Double.isFinite(run.low())) {
                    plot.line(colour, 1f, x[i], run.low(), x[i], run.high());
                }
            }
            longest = Math.max(longest, runs.size());
            plot.line(colour, 1.2f, x, y);
            plot.points(x, y, colour, Plot.MARKERS.get(place % Plot.MARKERS.size()), cell.getKey());
            Optional<ChangePoint> change =
                    ChangePoint.test(Sample.of(y)).optional().filter(found -> found.p() < level);
            if (change.isPresent()) {
                int at = change.get().before();
                double low = Math.min(y[at - 1], y[at]);
                double high = Math.max(y[at - 1], y[at]);
                plot.line(Plot.VERMILION, 2.5f, at + 0.5, low - (high - low) / 4, at + 0.5, high + (high - low) / 4);
                changes++;
            }
            place++;
        }
        plot.xRange(0.5, longest + 0.5).yRange(0, highest * 1.08 + Double.MIN_NORMAL);
        return plot.figure(
                "history_" + metric.name(),
                metric.name() + " over " + longest + " runs",
                String.format(
                        Locale.ROOT,
                        "Mean of each run with its 95 %% interval. %d of %d cells changed by Pettitt's test (p < %s);"
                                + " a vertical mark stands where.",
                        changes,
                        cells.size(),
                        Double.toString(level)));
    }
}
