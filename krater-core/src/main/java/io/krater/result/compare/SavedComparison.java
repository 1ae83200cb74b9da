package io.krater.result.compare;

import io.krater.metric.Metric;
import io.krater.result.model.Cell;
import io.krater.result.model.ResultData;
import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.compare.Comparison;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.compare.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A metric of a result set against that of a saved one, cell by cell: the same suite on another day, machine or commit.
 * Immutable and thread-safe.
 *
 * <p>Means that are shown to differ by less than the margin are the same. With many cells, each is judged at 5 % divided
 * by their number, so that 5 % is the chance of any false alarm over all of them. Trials of different runs never make
 * pairs, whatever their blocks. Environments are matched by name; one whose name the saved result lacks, by its image and
 * RuntimeClass, which is what KRATER's files are named after.
 *
 * @param metric what is compared
 * @param margin the relative margin within which means count as the same
 * @param cells the cells that both results have, in this result's order
 * @param unmatched cells that only one of the two has, as {@code environment/variant (here)} or {@code ... (saved)}
 * @param cautions what else differs between the two results, a sentence each; a difference may be due to it
 */
public record SavedComparison(
        Metric metric, double margin, List<CellComparison> cells, List<String> unmatched, List<String> cautions) {
    /** Name of this result's trials in a comparison. */
    public static final String HERE = "here";
    /** Name of the saved result's trials in a comparison. */
    public static final String SAVED = "saved";

    private static final double ALPHA = 0.05;

    /** Copies the lists. */
    public SavedComparison {
        cells = List.copyOf(cells);
        unmatched = List.copyOf(unmatched);
        cautions = List.copyOf(cautions);
    }

    /**
     * One cell, here and saved.
     *
     * @param environment name of the environment
     * @param variant label of the variant
     * @param comparison two groups, {@value #HERE} and {@value #SAVED}, the latter being the baseline
     */
    public record CellComparison(String environment, String variant, Comparison comparison) {
        /** This result's trials against the saved ones. */
        public PairComparison pair() {
            return comparison.pair(HERE, SAVED).orElseThrow();
        }

        /** Whether the cell is better, worse, different (no good direction), the same within the margin, or nothing can be told. */
        public Verdict verdict() {
            return pair().verdict();
        }
    }

    public static SavedComparison of(ResultData here, ResultData saved, Metric metric, double margin) {
        Map<String, String> counterparts = Counterparts.of(here.suite(), saved.suite());
        List<Cell> both = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        Set<String> matched = new HashSet<>();
        for (Cell cell : here.cells()) {
            String environment = counterparts.getOrDefault(cell.environment(), cell.environment());
            Optional<Cell> other = saved.cell(environment, cell.variant().label());
            if (other.isPresent()) {
                both.add(cell);
                matched.add(name(other.get()));
            } else {
                unmatched.add(name(cell) + " (" + HERE + ")");
            }
        }
        for (Cell cell : saved.cells()) {
            if (!matched.contains(name(cell))) {
                unmatched.add(name(cell) + " (" + SAVED + ")");
            }
        }
        List<CellComparison> compared = new ArrayList<>();
        for (Cell cell : both) {
            String environment = counterparts.getOrDefault(cell.environment(), cell.environment());
            Sample reference = saved.sample(metric, environment, cell.variant().label());
            Sample now = here.sample(metric, cell.environment(), cell.variant().label());
            compared.add(compare(here, now, reference, metric, margin, cell, ALPHA / both.size()));
        }
        List<String> cautions = new ArrayList<>();
        counterparts.forEach((name, other) -> {
            if (!name.equals(other)) {
                cautions.add(name + " is compared with " + other + ", by whose name KRATER's files know it");
            }
        });
        cautions.add("one run a side: how much runs scatter is not known, and a difference of runs is counted as one");
        cautions.addAll(MachineDifferences.between(here, saved));
        return new SavedComparison(metric, margin, compared, unmatched, cautions);
    }

    /**
     * Several runs here against several saved ones of the same suite: the unit is the run, with the mean of its trials, so
     * that what differs between runs of the same code is counted as such (Kalibera and Jones 2013).
     *
     * @param margin the relative margin, between 0 and 1 exclusive
     * @throws IllegalArgumentException with fewer than 2 runs a side
     */
    public static SavedComparison ofRuns(
            List<? extends ResultData> here, List<? extends ResultData> saved, Metric metric, double margin) {
        if (Math.min(here.size(), saved.size()) < 2) {
            throw new IllegalArgumentException(
                    "runs are compared from 2 a side on, were " + here.size() + " here and " + saved.size() + " saved");
        }
        ResultData first = here.get(0);
        List<Cell> both = first.cells().stream()
                .filter(cell -> Stream.concat(here.stream(), saved.stream())
                        .allMatch(run -> run.cell(
                                        cell.environment(), cell.variant().label())
                                .isPresent()))
                .toList();
        List<String> unmatched = first.cells().stream()
                .filter(cell -> !both.contains(cell))
                .map(cell -> name(cell) + " (not in every run)")
                .toList();
        List<CellComparison> compared = both.stream()
                .map(cell -> compare(
                        first,
                        means(here, metric, cell),
                        means(saved, metric, cell),
                        metric,
                        margin,
                        cell,
                        ALPHA / both.size()))
                .toList();
        List<String> cautions = new ArrayList<>();
        cautions.add("n counts runs, each by the mean of its trials");
        cautions.addAll(MachineDifferences.between(first, saved.get(0)));
        return new SavedComparison(metric, margin, compared, unmatched, cautions);
    }

    private static Sample means(List<? extends ResultData> runs, Metric metric, Cell cell) {
        return Sample.of(runs.stream()
                .map(run -> Summary.of(run.sample(
                                metric, cell.environment(), cell.variant().label()))
                        .mean())
                .flatMap(mean -> mean.optional().stream())
                .mapToDouble(mean -> mean)
                .toArray());
    }

    private static CellComparison compare(
            ResultData here, Sample now, Sample saved, Metric metric, double margin, Cell cell, double alpha) {
        String environment = cell.environment();
        String variant = cell.variant().label();
        Comparison comparison = MetricComparison.builder(metric)
                .group(HERE, withoutBlocks(now))
                .group(SAVED, withoutBlocks(saved))
                .baseline(SAVED)
                .margin(margin)
                .alpha(alpha)
                .seed(here.seed().orElse(1))
                .compare();
        return new CellComparison(environment, variant, comparison);
    }

    private static Sample withoutBlocks(Sample sample) {
        return Sample.of(sample.values());
    }

    private static String name(Cell cell) {
        return cell.environment() + "/" + cell.variant().label();
    }

    /** A cell; empty where not both results have it. */
    public Optional<CellComparison> cell(String environment, String variant) {
        return cells.stream()
                .filter(cell ->
                        cell.environment().equals(environment) && cell.variant().equals(variant))
                .findFirst();
    }

    /** A line a cell, then what only one of the results has, then the cautions. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%s against the saved run, the same within %s %%%n", metric.name(), percent(margin)));
        for (CellComparison cell : cells) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s/%s: %s, %s (n = %d here, %d saved)%n",
                    cell.environment(),
                    cell.variant(),
                    cell.verdict().label(),
                    ratio(cell.pair()),
                    size(cell, HERE),
                    size(cell, SAVED)));
        }
        if (cells.isEmpty()) {
            text.append("  the results have no cell in common\n");
        }
        unmatched.forEach(cell -> text.append("  not compared: ").append(cell).append('\n'));
        cautions.forEach(caution -> text.append("  caution: ").append(caution).append('\n'));
        return text.toString();
    }

    private static int size(CellComparison cell, String group) {
        return cell.comparison().group(group).orElseThrow().sample().size();
    }

    private static String ratio(PairComparison pair) {
        if (pair.ratio() instanceof Computed.Value<Estimate> known) {
            Computed<Interval> decisive = pair.decisive();
            return String.format(Locale.ROOT, "ratio %.4g ", known.value().value())
                    + decisive.optional().map(SavedComparison::interval).orElseGet(() -> "(interval " + decisive + ")");
        }
        return "ratio " + pair.ratio();
    }

    private static String interval(Interval interval) {
        return String.format(
                Locale.ROOT,
                "(%.4g to %.4g, %s %s %%)",
                interval.low(),
                interval.high(),
                interval.method().label(),
                percent(interval.level()));
    }

    private static String percent(double share) {
        return new BigDecimal(100 * share)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
