package io.krater.result;

import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.plan.TrialId;
import io.krater.result.compare.MetricComparison;
import io.krater.result.compare.SavedComparison;
import io.krater.result.compare.Stopping;
import io.krater.result.model.Cell;
import io.krater.result.model.Part;
import io.krater.result.model.ResultException;
import io.krater.result.model.StoredTrial;
import io.krater.result.model.SuiteDescription;
import io.krater.result.model.TrialValue;
import io.krater.result.store.FolderReader;
import io.krater.result.table.ResultTable;
import io.krater.result.warning.Warnings;
import io.krater.stats.Sample;
import io.krater.suite.Variant;
import io.krater.trial.Trial;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a suite gave: its description, where and when it ran, and its trials. Immutable and thread-safe. Samples are held
 * as columns: a thousand trials of a thousand samples take about 80 MB.
 */
public final class SuiteResult {
    private static final Comparator<Trial> PLAN_ORDER = Comparator.comparingInt(Trial::position)
            .thenComparing(trial -> trial.id().environment())
            .thenComparing(trial -> trial.id().variant())
            .thenComparing(trial -> trial.id().number());

    private final SuiteDescription suite;
    private final OptionalLong seed;
    private final List<Part> parts;
    private final List<Trial> trials;
    private final List<Trial> earlierAttempts;
    private final Map<CellKey, List<Trial>> byCell;
    private final Map<TrialId, String> runs;
    private final List<String> warnings;
    private final List<Metric> metrics;

    public SuiteResult(
            SuiteDescription suite,
            OptionalLong seed,
            List<Part> parts,
            List<StoredTrial> trials,
            List<Trial> earlierAttempts,
            List<String> warnings) {
        this(suite, seed, parts, trials, earlierAttempts, warnings, Metrics.all());
    }

    private SuiteResult(
            SuiteDescription suite,
            OptionalLong seed,
            List<Part> parts,
            List<StoredTrial> trials,
            List<Trial> earlierAttempts,
            List<String> warnings,
            List<Metric> metrics) {
        this.suite = suite;
        this.seed = seed;
        this.parts = List.copyOf(parts);
        this.trials = trials.stream().map(StoredTrial::trial).sorted(PLAN_ORDER).toList();
        this.earlierAttempts = List.copyOf(earlierAttempts);
        this.byCell = this.trials.stream().collect(Collectors.groupingBy(CellKey::of));
        this.runs = new LinkedHashMap<>();
        trials.forEach(stored -> runs.put(stored.trial().id(), stored.run()));
        this.warnings = List.copyOf(warnings);
        this.metrics = List.copyOf(metrics);
    }

    /**
     * Reads a suite's results folder. A run may be writing to it meanwhile. Files that cannot be read are left out and
     * told of in {@link #warnings}.
     *
     * @param folder the suite's own folder, the one that holds {@code suite.json}
     * @throws ResultException if nothing there can be read, or a newer version of the library wrote it
     */
    public static SuiteResult read(Path folder) {
        return new FolderReader(folder).read();
    }

    /** The suite that ran. */
    public SuiteDescription suite() {
        return suite;
    }

    /** Seed of the trials' order; empty where the results do not say. */
    public OptionalLong seed() {
        return seed;
    }

    /** The suite's starts, oldest first; more than one where it was resumed. */
    public List<Part> parts() {
        return parts;
    }

    /** Name of the run that made a trial: {@link Part#run} of the part it belongs to. */
    public Optional<String> runOf(TrialId id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** All trials, each with its latest attempt, in the plan's order. */
    public List<Trial> trials() {
        return trials;
    }

    /** Attempts that failed and were followed by another attempt of the same trial, oldest first. */
    public List<Trial> earlierAttempts() {
        return earlierAttempts;
    }

    /** What could not be read, and other reasons to look twice, a sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /** How the suite's rule to stop when sure came out; empty where the number of trials was fixed. */
    public Optional<Stopping> stopping() {
        return Stopping.of(this);
    }

    /** All cells, variant by variant, each in the order of the suite's environments; also those without a trial yet. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Variant variant : suite.workload().variants()) {
            for (SuiteDescription.DescribedEnvironment environment : suite.environments()) {
                cells.add(cell(environment.name(), variant));
            }
        }
        return cells;
    }

    /** A cell; empty where the suite has no such environment or variant. */
    public Optional<Cell> cell(String environment, String variant) {
        boolean known = suite.environments().stream()
                .anyMatch(described -> described.name().equals(environment));
        return suite.workload().variants().stream()
                .filter(described -> known && described.label().equals(variant))
                .findFirst()
                .map(found -> cell(environment, found));
    }

    /**
     * A metric's values in the completed trials of a cell that have it, in the plan's order. A value out of the range that
     * a {@link Sample} takes counts as missing, and {@link Warnings} tells of it.
     */
    public List<TrialValue> values(Metric metric, String environment, String variant) {
        List<TrialValue> values = new ArrayList<>();
        for (Trial trial : trialsOf(environment, variant)) {
            if (trial.outcome().isCompleted()) {
                OptionalDouble value = metric.of(trial);
                if (value.isPresent() && Sample.takes(value.getAsDouble())) {
                    values.add(new TrialValue(trial.id(), trial.position(), trial.block(), value.getAsDouble()));
                }
            }
        }
        return values;
    }

    /** The metrics that {@link #print(PrintStream)} chooses from: the built-in ones and those that the run was given. */
    public List<Metric> metrics() {
        return metrics;
    }

    /** The same result with other metrics; see {@link #metrics()}. */
    public SuiteResult with(List<Metric> others) {
        return new SuiteResult(suite, seed, parts, stored(), earlierAttempts, warnings, others);
    }

    public SuiteResult withWarnings(List<String> others) {
        return others.equals(warnings)
                ? this
                : new SuiteResult(suite, seed, parts, stored(), earlierAttempts, others, metrics);
    }

    private List<StoredTrial> stored() {
        return trials.stream()
                .map(trial -> new StoredTrial(runs.getOrDefault(trial.id(), ""), trial))
                .toList();
    }

    /** A metric's values in a cell as a sample in the plan's order, with the blocks of the trials. */
    public Sample sample(Metric metric, String environment, String variant) {
        List<TrialValue> values = values(metric, environment, variant);
        return Sample.of(values.stream().mapToDouble(TrialValue::value).toArray())
                .inBlocks(values.stream().mapToInt(TrialValue::block).toArray());
    }

    /**
     * The metrics that a person looks at first, those of one's own last; only such as some trial has. Never empty: where no
     * trial has any, it is what the suite would have been about.
     */
    public List<Metric> chiefMetrics() {
        List<Metric> chief = ResultTable.chief(this);
        List<Metric> known = chief.stream()
                .filter(metric -> trials.stream()
                        .anyMatch(trial -> trial.outcome().isCompleted()
                                && metric.of(trial).isPresent()))
                .toList();
        return known.isEmpty() ? chief.subList(0, 1) : known;
    }

    /** Compares a metric between environments, variant by variant, against the first environment until told otherwise. */
    public MetricComparison compare(Metric metric) {
        return MetricComparison.of(this, metric);
    }

    /**
     * Compares a metric with that of a saved result of the same suite, cell by cell.
     *
     * @param margin the relative margin within which means count as the same, between 0 and 1 exclusive, such as 0.05
     * @throws IllegalArgumentException if the margin is out of range and there is a cell to compare
     */
    public SavedComparison compareWith(SuiteResult saved, Metric metric, double margin) {
        return SavedComparison.of(this, saved, metric, margin);
    }

    /** Prints the chief metrics and those of one's own as a table, as wide as the terminal says ({@code COLUMNS}), else 80. */
    public void print(PrintStream out) {
        print(out, ResultTable.chief(this));
    }

    /** Prints these metrics as a table; one without any value leaves no trace. */
    public void print(PrintStream out, List<Metric> chosen) {
        print(out, chosen, ResultTable.terminalWidth());
    }

    /**
     * Prints these metrics as a table.
     *
     * @param width characters in a line, at least 40; from 120 on there are more columns
     */
    public void print(PrintStream out, List<Metric> chosen, int width) {
        out.print(ResultTable.of(this, chosen, width));
        stopping().ifPresent(stopping -> stopping.sentences().forEach(out::println));
        out.flush();
    }

    private Cell cell(String environment, Variant variant) {
        List<Trial> completed = new ArrayList<>();
        List<Trial> failed = new ArrayList<>();
        for (Trial trial : trialsOf(environment, variant.label())) {
            (trial.outcome().isCompleted() ? completed : failed).add(trial);
        }
        CellKey key = new CellKey(environment, variant.label());
        List<Trial> earlier = earlierAttempts.stream()
                .filter(trial -> CellKey.of(trial).equals(key))
                .toList();
        return new Cell(environment, variant, completed, failed, earlier);
    }

    private List<Trial> trialsOf(String environment, String variant) {
        return byCell.getOrDefault(new CellKey(environment, variant), List.of());
    }

    private record CellKey(String environment, String variant) {
        static CellKey of(Trial trial) {
            return new CellKey(trial.id().environment(), trial.id().variant());
        }
    }
}
