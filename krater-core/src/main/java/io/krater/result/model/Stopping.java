package io.krater.result.model;

import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.Numbers;
import io.krater.suite.PrecisionRule;
import io.krater.suite.StopRule;
import io.krater.suite.VerdictRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a suite that stopped when it was sure came out: the rule, and whether each cell's interval is as narrow as was
 * asked for, or each pair's verdict told. Derived from the trials that are there, whoever stored them. Immutable and
 * thread-safe.
 *
 * @param rule the rule
 * @param mostTrials the trials of each cell after which the suite ends in any case
 * @param cells all cells; empty where the rule's metric is not among the result's metrics
 * @param pairs the environments against the first one, where the rule asks for verdicts; those whose two sides have values
 */
public record Stopping(StopRule rule, int mostTrials, List<CellPrecision> cells, List<PairAnswer> pairs) {
    private static final int MOST_NAMED = 6;

    /** Copies the lists. */
    public Stopping {
        cells = List.copyOf(cells);
        pairs = List.copyOf(pairs);
    }

    /**
     * A cell under the rule.
     *
     * @param environment name of the environment
     * @param variant label of the variant
     * @param n completed trials that have the metric
     * @param relativeHalfWidth half the 95 % interval's width over the mean's magnitude
     * @param doubts what stands against an interval that is narrow enough, such as trials far off
     * @param met whether there are enough trials and, where the rule asks for precision, the interval is narrow enough and
     *     nothing stands against it
     */
    public record CellPrecision(
            String environment,
            String variant,
            int n,
            Computed<Double> relativeHalfWidth,
            List<String> doubts,
            boolean met) {
        /** Copies the list. */
        public CellPrecision {
            doubts = List.copyOf(doubts);
        }

        /** The interval with what stands against it. */
        public String interval() {
            String width = relativeHalfWidth
                    .optional()
                    .map(Stopping::percent)
                    .orElseGet(() -> "no interval of " + n + (n == 1 ? " trial" : " trials"));
            return doubts.isEmpty() ? width : width + " " + String.join(" and ", doubts);
        }

        @Override
        public String toString() {
            return environment + "/" + variant + " " + interval();
        }
    }

    /**
     * An environment against the first one.
     *
     * @param variant label of the variant
     * @param environment name of the environment
     * @param reference name of the first environment
     * @param interval of the ratio, or of the difference where values are not all above 0; holds at every look
     * @param told whether there are enough trials and the verdict is told
     */
    public record PairAnswer(
            String variant, String environment, String reference, Computed<Interval> interval, boolean told) {
        @Override
        public String toString() {
            return environment + " against " + reference + " in " + variant + " ("
                    + interval.optional().map(Numbers::interval).orElse("no interval") + ")";
        }
    }

    /** How a result stands to its suite's rule; empty where the number of trials was fixed. */
    public static Optional<Stopping> of(ResultData result) {
        return result.suite()
                .schedule()
                .flatMap(schedule -> schedule.stopRule()
                        .map(rule -> result.metrics().stream()
                                .filter(known -> known.name().equals(rule.metric()))
                                .findFirst()
                                .map(metric -> new StopLook(rule, metric, result.suite())
                                        .addAll(result)
                                        .now())
                                .orElseGet(() -> new Stopping(rule, schedule.trials(), List.of(), List.of()))));
    }

    /** Whether the rule's metric is known to the result, so that its cells can be judged. */
    public boolean isJudged() {
        return !cells.isEmpty();
    }

    /**
     * Whether a run would stop here. Cells without any value take no part, so that an environment that always fails does not
     * hold up the others; where no cell, or no pair that a verdict is asked of, has values, the answer is no.
     */
    public boolean hasEnded() {
        if (rule instanceof VerdictRule) {
            return !pairs.isEmpty() && pairs.stream().allMatch(PairAnswer::told);
        }
        List<CellPrecision> judged = cells.stream().filter(cell -> cell.n() > 0).toList();
        return !judged.isEmpty() && judged.stream().allMatch(CellPrecision::met);
    }

    /** Whether every cell is as narrow as was asked for, or every environment's verdict told. */
    public boolean met() {
        return isJudged() && open().isEmpty();
    }

    /** The cells that are not as narrow as was asked for, in the suite's order; none where the rule asks for verdicts. */
    public List<CellPrecision> unmet() {
        return rule instanceof PrecisionRule
                ? cells.stream().filter(cell -> !cell.met()).toList()
                : List.of();
    }

    /** The pairs whose verdict is not told; none where the rule asks for precision. */
    public List<PairAnswer> untold() {
        return pairs.stream().filter(pair -> !pair.told()).toList();
    }

    /** What the rule asked for and did not get, by name. */
    private List<String> open() {
        Stream<String> silent = rule instanceof VerdictRule
                ? cells.stream()
                        .filter(cell -> cell.n() == 0)
                        .map(cell -> cell.environment() + "/" + cell.variant() + " (no value)")
                : Stream.empty();
        return Stream.of(
                        unmet().stream().map(CellPrecision::toString),
                        untold().stream().map(PairAnswer::toString),
                        silent)
                .flatMap(each -> each)
                .toList();
    }

    /** What is still to come, for who watches a run: the widest interval, or the verdicts that are open. */
    public String state() {
        if (rule instanceof PrecisionRule precise) {
            double widest = cells.stream()
                    .filter(cell -> cell.n() > 0)
                    .mapToDouble(cell -> cell.relativeHalfWidth().optional().orElse(Double.POSITIVE_INFINITY))
                    .max()
                    .orElse(Double.POSITIVE_INFINITY);
            String seen =
                    Double.isInfinite(widest) ? "a cell has no interval yet" : "widest interval " + percent(widest);
            List<String> doubts = cells.stream()
                    .filter(cell -> !cell.doubts().isEmpty())
                    .map(cell -> cell.environment() + "/" + cell.variant() + " " + String.join(" and ", cell.doubts()))
                    .toList();
            return seen + ", asked for ± " + precise.percent() + " of " + rule.metric()
                    + (doubts.isEmpty() ? "" : "; narrow, but " + named(doubts));
        }
        List<String> open = untold().stream().map(PairAnswer::toString).toList();
        return pairs.isEmpty()
                ? "there is no pair with values of " + rule.metric() + " yet"
                : open.isEmpty()
                        ? "every verdict on " + rule.metric() + " is told"
                        : open.size() + " of " + pairs.size() + " verdicts on " + rule.metric() + " are open: "
                                + named(open);
    }

    /** The rule, what came of it, and what it costs: three sentences. */
    public List<String> sentences() {
        return List.of(ruleText(), outcome(), cost());
    }

    private String ruleText() {
        String start = "The number of trials was not fixed: from " + rule.fewestTrials() + " to " + mostTrials
                + " trials of each cell, whole blocks went on until ";
        if (rule instanceof PrecisionRule precise) {
            return start + "the 95 % interval of the mean of " + rule.metric() + " was within ± " + precise.percent()
                    + " of the mean in every cell"
                    + (precise.despiteDoubts()
                            ? ", whatever the trials looked like."
                            : ", looked at from " + rule.firstLook()
                                    + " trials on, and no cell had trials far off or trials that depend on one another.");
        }
        return start + "it was told of every environment how it differs from the first one in " + rule.metric()
                + ((VerdictRule) rule)
                        .margin().stream()
                                .mapToObj(margin ->
                                        ": by at least " + Numbers.brief(100 * margin) + " %, or the same within that")
                                .findFirst()
                                .orElse("")
                + ".";
    }

    private String outcome() {
        if (!isJudged()) {
            return "Whether that was met cannot be told here: " + rule.metric()
                    + " is not among this result's metrics (give it to the result that was read).";
        }
        List<String> open = open();
        if (rule instanceof PrecisionRule) {
            return open.isEmpty()
                    ? "That was met in every cell."
                    : "That was not met in " + open.size() + " of " + cells.size() + " cells: " + named(open) + ".";
        }
        return open.isEmpty() ? "Every verdict was told." : "Not told: " + named(open) + ".";
    }

    /** Figures of the simulation in {@code docs/statistics-coverage.md}. */
    private String cost() {
        if (rule instanceof VerdictRule) {
            return "These intervals hold at every look (confidence sequences), so stopping by them makes no verdict less sure;"
                    + " figures of other metrics, and intervals of single cells, are computed as if the number of trials had"
                    + " been fixed.";
        }
        String held = rule.firstLook() >= 20 ? "94 to 96" : rule.firstLook() >= 10 ? "93 to 96" : "92 to 95";
        return "Stopping by the data leaves the intervals slightly too narrow: with this fewest number of trials, intervals"
                + " at 95 % held the true mean in " + held
                + " % of simulated suites (normal and log-normal trials, ± 2 %); the mean itself was off by less than"
                + " 0.05 %.";
    }

    private static String named(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())))
                + (all.size() > MOST_NAMED ? ", ..." : "");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "± %.2g %%", 100 * share);
    }
}
