package io.krater.result.model;

import io.krater.metric.Metric;
import io.krater.stats.Computed;
import io.krater.stats.Precision;
import io.krater.stats.Sample;
import io.krater.suite.StopRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a suite that stopped when it was sure came out: the rule, and whether each cell's interval is as narrow as was
 * asked for. Derived from the trials that are there, whoever stored them. Immutable and thread-safe.
 *
 * @param rule the rule
 * @param mostTrials the trials of each cell after which the suite ends in any case
 * @param cells all cells; empty where the rule's metric is not among the result's metrics
 */
public record Stopping(StopRule rule, int mostTrials, List<CellPrecision> cells) {

    /** Copies the list. */
    public Stopping {
        cells = List.copyOf(cells);
    }

    /**
     * A cell under the rule.
     *
     * @param environment name of the environment
     * @param variant label of the variant
     * @param n completed trials that have the metric
     * @param relativeHalfWidth half the 95 % interval's width over the mean's magnitude
     * @param met whether there are enough trials and the interval is narrow enough
     */
    public record CellPrecision(
            String environment, String variant, int n, Computed<Double> relativeHalfWidth, boolean met) {
        @Override
        public String toString() {
            return environment + "/" + variant + " "
                    + relativeHalfWidth
                            .optional()
                            .map(Stopping::percent)
                            .orElseGet(() -> "no interval of " + n + (n == 1 ? " trial" : " trials"));
        }
    }

    /** How a result stands to its suite's rule; empty where the number of trials was fixed. */
    public static Optional<Stopping> of(ResultData result) {
        return result.suite()
                .schedule()
                .flatMap(schedule ->
                        schedule.stopRule().map(rule -> new Stopping(rule, schedule.trials(), cells(result, rule))));
    }

    private static List<CellPrecision> cells(ResultData result, StopRule rule) {
        Optional<Metric> metric = result.metrics().stream()
                .filter(known -> known.name().equals(rule.metric()))
                .findFirst();
        List<CellPrecision> cells = new ArrayList<>();
        metric.ifPresent(looked -> {
            for (Cell cell : result.cells()) {
                Sample sample =
                        result.sample(looked, cell.environment(), cell.variant().label());
                cells.add(new CellPrecision(
                        cell.environment(),
                        cell.variant().label(),
                        sample.size(),
                        Precision.relativeHalfWidth(sample),
                        narrow(rule, sample)));
            }
        });
        return cells;
    }

    private static boolean narrow(StopRule rule, Sample sample) {
        return sample.size() >= rule.fewestTrials() && Precision.reached(sample, rule.relativeHalfWidth());
    }

    /**
     * Whether a suite may stop at these values of its cells. Cells without any value take no part, so that an environment
     * that always fails does not hold up the others; where no cell has one, the answer is no.
     */
    public static boolean reached(StopRule rule, Collection<Sample> cells) {
        List<Sample> judged = cells.stream().filter(sample -> sample.size() > 0).toList();
        return !judged.isEmpty() && judged.stream().allMatch(sample -> narrow(rule, sample));
    }

    /** Whether the rule's metric is known to the result, so that its cells can be judged. */
    public boolean isJudged() {
        return !cells.isEmpty();
    }

    /** Whether a run would stop here: cells without any value do not count. */
    public boolean hasEnded() {
        List<CellPrecision> judged = cells.stream().filter(cell -> cell.n() > 0).toList();
        return !judged.isEmpty() && judged.stream().allMatch(CellPrecision::met);
    }

    /** Whether every cell is as narrow as was asked for. */
    public boolean met() {
        return isJudged() && cells.stream().allMatch(CellPrecision::met);
    }

    /** The cells that are not as narrow as was asked for, in the suite's order. */
    public List<CellPrecision> unmet() {
        return cells.stream().filter(cell -> !cell.met()).toList();
    }

    /** The rule, what came of it, and its bias: three sentences. */
    public List<String> sentences() {
        return List.of(ruleText(), outcome(), bias());
    }

    private String ruleText() {
        return "The number of trials was not fixed: from " + rule.fewestTrials() + " to " + mostTrials
                + " trials of each cell, whole blocks went on until the 95 % interval of the mean of " + rule.metric()
                + " was within ± " + rule.percent() + " of the mean in every cell.";
    }

    private String outcome() {
        if (!isJudged()) {
            return "Whether that was met cannot be told here: " + rule.metric()
                    + " is not among this result's metrics (give it to the result that was read).";
        }
        List<CellPrecision> wide = unmet();
        if (wide.isEmpty()) {
            return "That was met in every cell.";
        }
        List<String> named = wide.stream().limit(6).map(CellPrecision::toString).toList();
        return String.format(
                Locale.ROOT,
                "That was not met in %d of %d cells: %s%s.",
                wide.size(),
                cells.size(),
                String.join(", ", named),
                wide.size() > named.size() ? ", ..." : "");
    }

    /** Figures of the simulation in {@code docs/statistics-coverage.md}. */
    private String bias() {
        String held = rule.fewestTrials() >= 20 ? "94 to 96" : rule.fewestTrials() >= 10 ? "93 to 96" : "92 to 95";
        return "Stopping by the data leaves the intervals slightly too narrow: with this fewest number of trials, intervals"
                + " at 95 % held the true mean in " + held
                + " % of simulated suites (normal and log-normal trials, ± 2 %); the mean itself was off by less than"
                + " 0.05 %.";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "± %.2g %%", 100 * share);
    }
}
