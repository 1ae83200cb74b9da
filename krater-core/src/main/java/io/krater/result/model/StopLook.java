package io.krater.result.model;

import io.krater.metric.Metric;
import io.krater.plan.TrialId;
import io.krater.stats.Computed;
import io.krater.stats.Precision;
import io.krater.stats.Sample;
import io.krater.stats.compare.EveryLook;
import io.krater.stats.series.SeriesCheck;
import io.krater.stats.series.SeriesWarning;
import io.krater.suite.PrecisionRule;
import io.krater.suite.StopRule;
import io.krater.suite.VerdictRule;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a rule to stop looks at: each cell's values, by the number of the trial. What it says of a round depends on the
 * trials up to it, and on the starts that they belong to, alone. Not thread-safe.
 */
public final class StopLook {
    /** Doubts under which a narrow interval is not to be relied on. */
    private static final Set<SeriesWarning.Kind> HOLDING =
            EnumSet.of(SeriesWarning.Kind.OUTLIERS, SeriesWarning.Kind.AUTOCORRELATION);

    private final StopRule rule;
    private final int mostTrials;
    private final Metric metric;
    private final Map<String, Map<String, NavigableMap<Integer, Value>>> variants = new LinkedHashMap<>();

    private record Value(double value, String run) {}

    /**
     * Nothing seen yet.
     *
     * @param metric the one that the rule names
     */
    public StopLook(StopRule rule, Metric metric, SuiteDescription suite) {
        this.rule = rule;
        this.metric = metric;
        this.mostTrials =
                suite.schedule().map(SuiteDescription.Schedule::trials).orElse(rule.fewestTrials());
        suite.workload().variants().forEach(variant -> {
            Map<String, NavigableMap<Integer, Value>> cells = new LinkedHashMap<>();
            // the first is what the others are set against
            suite.baseline().ifPresent(name -> cells.put(name, new TreeMap<>()));
            suite.environments().forEach(environment -> cells.putIfAbsent(environment.name(), new TreeMap<>()));
            variants.put(variant.label(), cells);
        });
    }

    /** Takes the trials of a result. */
    public StopLook addAll(ResultData result) {
        result.trials().forEach(trial -> add(trial, result.runOf(trial.id()).orElse("")));
        return this;
    }

    /**
     * Takes a trial.
     *
     * @param run the start of the suite that it belongs to: trials of one block, but of different starts, make no pair
     */
    public void add(Trial trial, String run) {
        TrialId id = trial.id();
        Map<String, NavigableMap<Integer, Value>> cells = variants.get(id.variant());
        if (cells == null || !cells.containsKey(id.environment())) {
            return;
        }
        cells.get(id.environment()).remove(id.number());
        if (trial.counts()) {
            OptionalDouble value = metric.of(trial);
            if (value.isPresent() && Sample.takes(value.getAsDouble())) {
                cells.get(id.environment()).put(id.number(), new Value(value.getAsDouble(), run));
            }
        }
    }

    /** How all trials stand to the rule. */
    public Stopping now() {
        return after(Integer.MAX_VALUE);
    }

    /** How the trials up to a round stand to the rule. */
    public Stopping after(int round) {
        List<Stopping.CellPrecision> cells = new ArrayList<>();
        List<Stopping.PairAnswer> pairs = new ArrayList<>();
        variants.forEach((variant, environments) -> {
            Stopping one = judge(rule, mostTrials, variant, samples(environments, round));
            cells.addAll(one.cells());
            pairs.addAll(one.pairs());
        });
        return new Stopping(rule, mostTrials, cells, pairs);
    }

    /**
     * How one variant's trials stand to a rule.
     *
     * @param samples the trials of each environment, with their blocks, in the suite's order
     */
    public static Stopping judge(StopRule rule, int mostTrials, String variant, Map<String, Sample> samples) {
        List<Stopping.CellPrecision> cells = samples.entrySet().stream()
                .map(cell -> cell(rule, cell.getKey(), variant, cell.getValue()))
                .toList();
        return new Stopping(
                rule,
                mostTrials,
                cells,
                rule instanceof VerdictRule verdict ? pairs(variant, samples, verdict) : List.of());
    }

    private static Map<String, Sample> samples(Map<String, NavigableMap<Integer, Value>> environments, int round) {
        Map<Integer, String> runs = new TreeMap<>();
        environments
                .values()
                .forEach(cell -> cell.headMap(round, true)
                        .forEach((number, value) ->
                                runs.merge(number, value.run(), (one, other) -> one.equals(other) ? one : "\n")));
        Map<String, Sample> samples = new LinkedHashMap<>();
        int next = -1;
        for (var cell : environments.entrySet()) {
            NavigableMap<Integer, Value> seen = cell.getValue().headMap(round, true);
            int[] blocks = new int[seen.size()];
            int i = 0;
            for (int number : seen.keySet()) {
                // a trial of a block that a restart cut in two gets a number of its own
                blocks[i++] = "\n".equals(runs.get(number)) ? next-- : number;
            }
            samples.put(
                    cell.getKey(),
                    Sample.of(seen.values().stream().mapToDouble(Value::value).toArray())
                            .inBlocks(blocks));
        }
        return samples;
    }

    private static Stopping.CellPrecision cell(StopRule rule, String environment, String variant, Sample sample) {
        Computed<Double> width = Precision.relativeHalfWidth(sample);
        List<String> doubts = List.of();
        boolean met = sample.size() >= rule.firstLook();
        if (rule instanceof PrecisionRule precise) {
            met &= Precision.reached(sample, precise.relativeHalfWidth());
            if (met && !precise.despiteDoubts()) {
                doubts = SeriesCheck.only(sample, HOLDING).warnings().stream()
                        .map(doubt -> doubt.kind() == SeriesWarning.Kind.OUTLIERS
                                ? "with trials far off"
                                : "of trials that depend on one another")
                        .toList();
            }
        }
        return new Stopping.CellPrecision(environment, variant, sample.size(), width, doubts, met && doubts.isEmpty());
    }

    private static int size(Map<String, Sample> samples, String environment) {
        Sample sample = samples.get(environment);
        return sample == null ? 0 : sample.size();
    }

    /** The first environment may have no value: then there is no pair. */
    private static List<Stopping.PairAnswer> pairs(String variant, Map<String, Sample> samples, VerdictRule rule) {
        String first = samples.keySet().iterator().next();
        return EveryLook.of(samples, first, rule.margin()).stream()
                .map(answer -> new Stopping.PairAnswer(
                        variant,
                        answer.name(),
                        answer.reference(),
                        answer.interval(),
                        answer.told()
                                && Math.min(size(samples, answer.name()), size(samples, first)) >= rule.firstLook()))
                .toList();
    }
}
