package io.krater.report;

import io.krater.metric.Metric;
import io.krater.report.TimeFigures.Quantity;
import io.krater.result.SuiteResult;
import io.krater.result.compare.MetricComparison;
import io.krater.result.compare.SliceComparison;
import io.krater.result.model.Cell;
import io.krater.suite.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The figures of a result. What there are no values for is not drawn; where there are more variants or cells than a page
 * holds, the first ones are: 6 variants of a metric, 8 cells over time. Of environments left out the captions tell.
 */
public final class Figures {
    /** Variants that are drawn. */
    static final int MOST_VARIANTS = 6;
    /** Cells whose samples are drawn over time. */
    static final int MOST_CELLS = 8;

    private Figures() {}

    /**
     * The figures of a metric: interval of the ratio to the baseline, distribution, means, trial order, by variant; and over a
     * parameter of the variants that is a number.
     */
    public static List<Figure> of(SuiteResult result, MetricComparison comparison) {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(ratios(comparison));
        figures.addAll(values(result, comparison));
        return figures;
    }

    /** Of {@link #of}, those of the ratio to the baseline. */
    static List<Figure> ratios(MetricComparison comparison) {
        return first(comparison.slices()).stream()
                .flatMap(each -> ratio(comparison, each).stream())
                .toList();
    }

    /** Of {@link #of}, those of the values themselves. */
    static List<Figure> values(SuiteResult result, MetricComparison comparison) {
        List<Figure> figures = new ArrayList<>();
        ParameterFigure.of(result, comparison.metric()).ifPresent(figures::add);
        first(result.suite().workload().variants())
                .forEach(variant -> figures.addAll(values(result, comparison.metric(), variant)));
        return figures;
    }

    private static Optional<Figure> ratio(MetricComparison comparison, SliceComparison each) {
        return comparison
                .baseline()
                .flatMap(name -> MetricFigures.ratios(comparison.metric(), each.name(), name, each.comparison()));
    }

    private static List<Figure> values(SuiteResult result, Metric metric, Variant variant) {
        List<Figure> figures = new ArrayList<>();
        MetricGroups groups = MetricGroups.of(result, metric, variant);
        MetricFigures.distribution(groups).ifPresent(figures::add);
        MetricFigures.means(groups).ifPresent(figures::add);
        if (!groups.isEmpty()) {
            MetricFigures.order(groups, positions(result, groups)).ifPresent(figures::add);
        }
        return figures;
    }

    /** Means with intervals, a figure a variant: for metrics that stand beside the one that is compared. */
    public static List<Figure> means(SuiteResult result, Metric metric) {
        return first(result.suite().workload().variants()).stream()
                .flatMap(variant -> MetricFigures.means(MetricGroups.of(result, metric, variant)).stream())
                .toList();
    }

    /** How starts pass, and CPU, memory and throttling over time. */
    public static List<Figure> ofSamples(SuiteResult result) {
        List<Figure> figures = new ArrayList<>();
        PhaseFigure.of(result).ifPresent(figures::add);
        StartWaterfall.of(result).ifPresent(figures::add);
        List<Cell> cells = result.cells().stream()
                .filter(cell -> !cell.completed().isEmpty())
                .limit(MOST_CELLS)
                .toList();
        for (Quantity quantity : Quantity.DRAWN) {
            for (Cell cell : cells) {
                Optional<Figure> figure = TimeFigures.of(quantity, cell);
                figure.ifPresent(figures::add);
            }
        }
        return figures;
    }

    /**
     * Over the number that is started at once or held alive: latency, CPU time and memory, the distribution of instances, a round
     * instance by instance. None where no variant has a level or a density.
     */
    public static List<Figure> ofScale(SuiteResult result) {
        return ScaleFigures.of(result);
    }

    /** The hosts that were measured throughout the runs, a figure for each run and host, with the trials shaded. */
    public static List<Figure> ofHosts(SuiteResult result) {
        return HostPanels.of(result);
    }

    private static List<double[]> positions(SuiteResult result, MetricGroups groups) {
        return groups.groups().stream()
                .map(group -> result
                        .values(
                                groups.metric(),
                                group.environment(),
                                groups.variant().label())
                        .stream()
                        .mapToDouble(value -> value.position() + 1.0)
                        .toArray())
                .toList();
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(MOST_VARIANTS, all.size()));
    }
}
