package io.krater.report;

import io.krater.metric.Metric;
import io.krater.report.MetricGroups.Group;
import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.Quantile;
import io.krater.stats.Sample;
import io.krater.stats.compare.Comparison;
import io.krater.stats.compare.PairComparison;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Figures of one metric in one variant. */
final class MetricFigures {
    private static final double BOX = 0.26;
    private static final double CAP = 0.12;
    private static final double TUKEY = 1.5;
    private static final int MOST_POINTS = 300;

    private MetricFigures() {}

    private static String name(String kind, Metric metric, String variant) {
        return kind + "_" + metric.name() + "_" + variant.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    /** Every trial as a point, with a box plot (Tukey 1977) of each environment below its points. */
    static Optional<Figure> distribution(MetricGroups groups) {
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        boolean log = groups.needsLogarithm();
        DisplayUnit shown = groups.shown();
        Plot plot = Plot.rows(groups.names(), shown.label(groups.metric().name()));
        range(plot, groups.values().map(v -> v * shown.factor()).toArray(), log);
        for (int row = 0; row < groups.groups().size(); row++) {
            box(plot, groups.groups().get(row), row, shown.factor());
        }
        String label = groups.variant().label();
        return Optional.of(plot.figure(
                name("distribution", groups.metric(), label),
                "Distribution of " + groups.metric().name() + ", " + label,
                points(groups) + ", from the first (top of its row) to the last; box: quartiles (type 7) and"
                        + " median; whiskers: the outermost trials within 1.5 interquartile ranges. "
                        + groups.counts() + (log ? ". Logarithmic axis." : ".")));
    }

    private static String points(MetricGroups groups) {
        boolean all = groups.groups().stream().allMatch(group -> group.sample().size() <= MOST_POINTS);
        return all
                ? "Every completed trial is a point"
                : "Completed trials are points, evenly thinned to " + MOST_POINTS + " or fewer in a row";
    }

    private static void range(Plot plot, double[] values, boolean log) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(1);
        if (log) {
            plot.xLogarithmic().xRange(low / 1.4, high * 1.4);
        } else {
            double margin = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * 0.1, 1e-9);
            plot.xRange(low - margin, high + margin);
        }
    }

    private static void box(Plot plot, Group group, int row, double factor) {
        double[] sorted =
                Arrays.stream(group.sample().sorted()).map(v -> v * factor).toArray();
        Sample scaled = Sample.of(sorted);
        double q1 = Quantile.of(scaled, 0.25).get();
        double median = Quantile.of(scaled, 0.5).get();
        double q3 = Quantile.of(scaled, 0.75).get();
        double reach = TUKEY * (q3 - q1);
        double low = Arrays.stream(sorted).filter(v -> v >= q1 - reach).min().orElse(q1);
        double high = Arrays.stream(sorted).filter(v -> v <= q3 + reach).max().orElse(q3);
        double y = -row - 0.14;
        plot.box(q1, q3, y - BOX / 2, y + BOX / 2, Plot.FILL);
        plot.line(Plot.INK, 1f, low, y, q1, y);
        plot.line(Plot.INK, 1f, q3, y, high, y);
        plot.line(Plot.INK, 2f, median, y - BOX / 2, median, y + BOX / 2);
        points(plot, group.sample(), row, factor);
    }

    /** In the order of the trials, so that a drift within a group shows as a slant. */
    private static void points(Plot plot, Sample sample, int row, double factor) {
        int n = sample.size();
        int step = (n + MOST_POINTS - 1) / MOST_POINTS;
        int[] chosen = IntStream.range(0, n).filter(i -> i % step == 0).toArray();
        double[] x =
                Arrays.stream(chosen).mapToDouble(i -> sample.get(i) * factor).toArray();
        double[] y = Arrays.stream(chosen)
                .mapToDouble(i -> -row + 0.36 - (n == 1 ? 0.14 : 0.28 * i / (n - 1.0)))
                .toArray();
        plot.points(x, y, Plot.BLUE, SeriesMarkers.CIRCLE, "");
    }

    /** Means with their intervals: bars from zero, or points where values span orders of magnitude. */
    static Optional<Figure> means(MetricGroups groups) {
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        boolean log = groups.needsLogarithm();
        DisplayUnit shown = groups.shown();
        double f = shown.factor();
        Plot plot = Plot.rows(
                groups.names(), "mean of " + shown.label(groups.metric().name()));
        double highest = 0;
        double lowest = Double.MAX_VALUE;
        for (int row = 0; row < groups.groups().size(); row++) {
            Group group = groups.groups().get(row);
            double mean = group.summary().mean().get() * f;
            Optional<Interval> interval = group.summary().interval().optional();
            double high = interval.map(i -> i.high() * f).orElse(mean);
            double low = interval.map(i -> i.low() * f).orElse(mean);
            highest = Math.max(highest, high);
            lowest = Math.min(lowest, low);
            if (!log) {
                plot.box(0, mean, -row - BOX, -row + BOX, Plot.FILL);
            }
            if (interval.isPresent() && log && low <= 0) {
                // to the edge and without an end there: it goes on to where a logarithm cannot follow
                plot.line(Plot.INK, 1.4f, floor(groups, f) / 1.4, -row, high, -row);
                plot.line(Plot.INK, 1.4f, high, -row - CAP, high, -row + CAP);
            } else if (interval.isPresent()) {
                whisker(plot, low, high, row);
            }
            plot.points(new double[] {mean}, new double[] {-row}, Plot.BLUE, SeriesMarkers.CIRCLE, "");
        }
        if (log) {
            double least = lowest > 0 ? lowest : floor(groups, f);
            plot.xLogarithmic().xRange(least / 1.4, highest * 1.4);
        } else {
            // a hair below zero, or the axis would have no tick there
            double top = highest <= 0 ? 1 : highest * 1.05;
            plot.xRange(Math.min(-top / 250, lowest * 1.05), top);
        }
        String label = groups.variant().label();
        return Optional.of(plot.figure(
                name("mean", groups.metric(), label),
                "Mean of " + groups.metric().name() + ", " + label,
                "Mean and Student's 95 % interval over trials; without an interval where there are fewer than two trials or"
                        + " they do not differ. "
                        + groups.counts() + (log ? ". Logarithmic axis, so there are no bars." : ".")
                        + (log && lowest <= 0 ? " An interval without a lower end reaches 0 or below." : "")));
    }

    private static double floor(MetricGroups groups, double factor) {
        return groups.values().min().orElse(1) * factor;
    }

    private static void whisker(Plot plot, double low, double high, int row) {
        plot.line(Plot.INK, 1.4f, low, -row, high, -row);
        plot.line(Plot.INK, 1.4f, low, -row - CAP, low, -row + CAP);
        plot.line(Plot.INK, 1.4f, high, -row - CAP, high, -row + CAP);
    }

    /** The ratio of each group to the baseline, with the interval that decides. */
    static Optional<Figure> ratios(Metric metric, String variant, String baseline, Comparison comparison) {
        List<PairComparison> pairs = comparison.pairs().optional().orElse(List.of());
        List<PairComparison> drawn = pairs.stream()
                .filter(pair ->
                        pair.reference().equals(baseline) && pair.ratio().isComputed())
                .limit(MetricGroups.MOST)
                .toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        double low = 1;
        double high = 1;
        for (PairComparison pair : drawn) {
            low = Math.min(low, limit(pair, false));
            high = Math.max(high, limit(pair, true));
        }
        boolean log = low > 0 && high / low > 8;
        Plot plot = Plot.rows(
                drawn.stream().map(PairComparison::name).toList(),
                metric.name() + " / that of " + Plot.shortened(baseline));
        double margin = Math.max(0.02, (high - low) * 0.08);
        if (log) {
            plot.xLogarithmic().xRange(low / 1.4, high * 1.4);
        } else {
            plot.xRange(low - margin, high + margin);
        }
        plot.line(Plot.VERMILION, 1.4f, 1, 0.55, 1, -drawn.size() + 0.45);
        for (int row = 0; row < drawn.size(); row++) {
            PairComparison pair = drawn.get(row);
            double value = pair.ratio().get().value();
            if (pair.decisive().isComputed()) {
                whisker(plot, limit(pair, false), limit(pair, true), row);
            }
            plot.points(new double[] {value}, new double[] {-row}, Plot.BLUE, SeriesMarkers.CIRCLE, "");
        }
        boolean intervals = drawn.stream().allMatch(pair -> pair.decisive().isComputed());
        return Optional.of(plot.figure(
                name("ratio", metric, variant),
                "Ratio to " + baseline + ": " + metric.name() + ", " + variant,
                "Ratio with its " + comparison.intervalHead() + " (" + methods(drawn) + "); the line is "
                        + baseline
                        + " itself."
                        + (intervals
                                ? ""
                                : " A point without an interval has too few trials, or trials that do not differ.")
                        + " " + counts(drawn) + (log ? " Logarithmic axis." : "")));
    }

    private static String methods(List<PairComparison> drawn) {
        String methods = drawn.stream()
                .flatMap(pair -> pair.decisive().optional().stream())
                .map(interval -> interval.method().label())
                .distinct()
                .collect(Collectors.joining(" or "));
        return methods.isEmpty() ? "none" : methods;
    }

    private static String counts(List<PairComparison> drawn) {
        return String.format(Locale.ROOT, "%d ratios; n is in the table of the comparison.", drawn.size());
    }

    private static double limit(PairComparison pair, boolean upper) {
        double value = pair.ratio().get().value();
        Computed<Interval> interval = pair.decisive();
        return interval.optional().map(i -> upper ? i.high() : i.low()).orElse(value);
    }

    /** Values over the order in which the trials ran, each relative to its environment's median. */
    static Optional<Figure> order(MetricGroups groups, List<double[]> positions) {
        List<Group> drawn = groups.groups().stream().limit(Plot.PALETTE.size()).toList();
        Plot plot = new Plot(250, "place in the order of all trials", "% of the environment's median");
        double low = 100;
        double high = 100;
        double last = 1;
        boolean any = false;
        for (int i = 0; i < drawn.size(); i++) {
            double median = Quantile.of(drawn.get(i).sample(), 0.5).get();
            if (median > 0) {
                double[] y = Arrays.stream(drawn.get(i).sample().values())
                        .map(v -> 100 * v / median)
                        .toArray();
                plot.points(
                        positions.get(i),
                        y,
                        Plot.PALETTE.get(i),
                        Plot.MARKERS.get(i),
                        drawn.get(i).environment());
                low = Math.min(low, Arrays.stream(y).min().orElse(low));
                high = Math.max(high, Arrays.stream(y).max().orElse(high));
                last = Math.max(last, Arrays.stream(positions.get(i)).max().orElse(last));
                any = true;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        double margin = Math.max(0.5, (high - low) * 0.08);
        plot.yRange(low - margin, high + margin).xRange(1 - last * 0.03, last * 1.03);
        int omitted = groups.groups().size() + groups.omitted() - drawn.size();
        String label = groups.variant().label();
        return Optional.of(plot.figure(
                name("order", groups.metric(), label),
                "Trial order: " + groups.metric().name() + ", " + label,
                "Each trial relative to its environment's median, in the order in which trials ran: a slant is drift."
                        + " " + groups.counts() + "."
                        + (omitted > groups.omitted()
                                ? " The first " + drawn.size() + " environments are drawn."
                                : "")));
    }
}
