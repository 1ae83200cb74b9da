package io.krater.report;

import io.krater.launch.Phase;
import io.krater.result.SuiteResult;
import io.krater.stats.Quantile;
import io.krater.stats.Sample;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** How a start passes, stacked: the median time from the request to each phase that was observed. */
final class PhaseFigure {
    /** What belongs to a cold start; the gate's opening does not, because the workload's warm-up comes before it. */
    private static final List<Phase> START = List.of(
            Phase.ACCEPTED,
            Phase.SCHEDULED,
            Phase.SANDBOX_READY,
            Phase.CONTAINER_CREATED,
            Phase.CONTAINER_STARTED,
            Phase.RUNNING,
            Phase.READY,
            Phase.FIRST_OUTPUT);

    private PhaseFigure() {}

    /**
     * A phase of an environment.
     *
     * @param phase which
     * @param at median seconds from the request
     * @param n trials that observed it
     */
    private record Reached(Phase phase, double at, int n) {}

    private record Row(String environment, List<Reached> phases) {}

    static Optional<Figure> of(SuiteResult result) {
        List<Row> rows = new ArrayList<>();
        for (var environment : result.suite().environments()) {
            List<Reached> phases = phases(result, environment.name());
            if (!phases.isEmpty() && rows.size() < MetricGroups.MOST) {
                rows.add(new Row(environment.name(), phases));
            }
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        double longest = rows.stream()
                .flatMap(row -> row.phases().stream())
                .mapToDouble(Reached::at)
                .max()
                .orElse(1);
        boolean millis = longest < 1;
        double factor = millis ? 1000 : 1;
        Plot plot = Plot.rows(
                rows.stream().map(Row::environment).toList(), "time since the request (" + (millis ? "ms" : "s") + ")");
        plot.xRange(-longest * factor / 250, longest * factor * 1.03);
        Set<Phase> named = EnumSet.noneOf(Phase.class);
        for (int i = 0; i < rows.size(); i++) {
            draw(plot, rows.get(i), i, factor, named);
        }
        int fewest = rows.stream()
                .flatMap(row -> row.phases().stream())
                .mapToInt(Reached::n)
                .min()
                .orElse(0);
        return Optional.of(plot.figure(
                "phases",
                "How a start passes",
                "Median time from the request to each phase that was observed, over the trials of all variants"
                        + " (n = " + fewest
                        + " or more a phase). A phase that fewer than half of the trials observed, or that the clocks'"
                        + " offset puts before the request, is not drawn; the time until the next one contains it."));
    }

    private static void draw(Plot plot, Row row, int index, double factor, Set<Phase> named) {
        double from = 0;
        for (Reached reached : row.phases()) {
            double to = reached.at() * factor;
            String name = named.add(reached.phase()) ? "to " + reached.phase().label() : "";
            double y = -index;
            plot.area(
                    new double[] {from, to, to, from},
                    new double[] {y - 0.26, y - 0.26, y + 0.26, y + 0.26},
                    Plot.PALETTE.get(START.size() - 1 - START.indexOf(reached.phase())),
                    name);
            plot.line(Plot.INK, 1f, to, y - 0.3, to, y + 0.3);
            from = to;
        }
    }

    private static List<Reached> phases(SuiteResult result, String environment) {
        List<Trial> trials = result.trials().stream()
                .filter(trial -> trial.counts() && trial.id().environment().equals(environment))
                .toList();
        List<Reached> phases = new ArrayList<>();
        for (Phase phase : START) {
            double[] times = trials.stream()
                    .map(trial -> trial.seconds(Phase.REQUESTED, phase))
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .toArray();
            if (times.length > 0 && 2 * times.length >= trials.size()) {
                // of all: leaving out those that the clocks' offset puts before the request would move the median
                double median = Quantile.of(Sample.of(times), 0.5).get();
                if (median >= 0) {
                    phases.add(new Reached(phase, median, times.length));
                }
            }
        }
        phases.sort(Comparator.comparingDouble(Reached::at));
        return phases;
    }
}
