package io.krater.result.model;

import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.monitor.HostRecord;
import io.krater.plan.TrialId;
import io.krater.stats.Sample;
import io.krater.suite.Variant;
import io.krater.trial.Exclusion;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What an experiment gave, as data: its description, where and when it ran, and its trials. Immutable and thread-safe. Samples are held
 * as columns: a thousand trials of a thousand samples take about 80 MB.
 */
public class ResultData {
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
    private final Map<CellKey, List<Trial>> earlierByCell;
    private final Set<String> environments;
    private final Map<String, Variant> variants;
    private final Map<TrialId, String> runs;
    private final List<String> warnings;
    private final List<Metric> metrics;
    private final Map<String, HostRecord> hosts;

    /** All that is known of a result, with the built-in metrics. */
    public ResultData(
            SuiteDescription suite,
            OptionalLong seed,
            List<Part> parts,
            List<StoredTrial> trials,
            List<Trial> earlierAttempts,
            List<String> warnings) {
        this(suite, seed, parts, trials, earlierAttempts, warnings, Metrics.all(), Map.of());
    }

    /** The same data. */
    protected ResultData(ResultData other) {
        this.suite = other.suite;
        this.seed = other.seed;
        this.parts = other.parts;
        this.trials = other.trials;
        this.earlierAttempts = other.earlierAttempts;
        this.byCell = other.byCell;
        this.earlierByCell = other.earlierByCell;
        this.environments = other.environments;
        this.variants = other.variants;
        this.runs = other.runs;
        this.warnings = other.warnings;
        this.metrics = other.metrics;
        this.hosts = other.hosts;
    }

    private ResultData(
            SuiteDescription suite,
            OptionalLong seed,
            List<Part> parts,
            List<StoredTrial> trials,
            List<Trial> earlierAttempts,
            List<String> warnings,
            List<Metric> metrics,
            Map<String, HostRecord> hosts) {
        this.suite = suite;
        this.seed = seed;
        this.parts = List.copyOf(parts);
        this.trials = trials.stream().map(StoredTrial::trial).sorted(PLAN_ORDER).toList();
        this.earlierAttempts = List.copyOf(earlierAttempts);
        this.byCell = this.trials.stream().collect(Collectors.groupingBy(CellKey::of));
        this.earlierByCell = this.earlierAttempts.stream().collect(Collectors.groupingBy(CellKey::of));
        this.environments = suite.environments().stream()
                .map(SuiteDescription.DescribedEnvironment::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        this.variants = new LinkedHashMap<>();
        suite.workload().variants().forEach(variant -> variants.put(variant.label(), variant));
        this.runs = new LinkedHashMap<>();
        trials.forEach(stored -> runs.put(stored.trial().id(), stored.run()));
        this.warnings = List.copyOf(warnings);
        this.metrics = List.copyOf(metrics);
        this.hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
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
        return environments.contains(environment)
                ? Optional.ofNullable(variants.get(variant)).map(found -> cell(environment, found))
                : Optional.empty();
    }

    /**
     * A metric's values in the completed trials of a cell that have it, in the plan's order. A value out of the range that
     * a {@link Sample} takes counts as missing, and a warning tells of it.
     *
     * @throws IllegalArgumentException if the suite has no such environment or variant
     */
    public List<TrialValue> values(Metric metric, String environment, String variant) {
        requireKnown(environment, variant);
        List<TrialValue> values = new ArrayList<>();
        for (Trial trial : trialsOf(environment, variant)) {
            if (trial.counts()) {
                OptionalDouble value = metric.of(trial);
                if (value.isPresent() && Sample.takes(value.getAsDouble())) {
                    values.add(new TrialValue(trial.id(), trial.position(), trial.block(), value.getAsDouble()));
                }
            }
        }
        return values;
    }

    /** The metrics that tables choose from: the built-in ones and those that the run was given. */
    public List<Metric> metrics() {
        return metrics;
    }

    /** The same with other metrics; see {@link #metrics()}. */
    public ResultData withMetrics(List<Metric> others) {
        return new ResultData(suite, seed, parts, stored(), earlierAttempts, warnings, others, hosts);
    }

    /** The same with each trial changed; what it was when it ran stays in the files. */
    public ResultData withTrials(UnaryOperator<Trial> change) {
        List<StoredTrial> changed = stored().stream()
                .map(each -> new StoredTrial(each.run(), change.apply(each.trial())))
                .toList();
        return new ResultData(suite, seed, parts, changed, earlierAttempts, warnings, metrics, hosts);
    }

    /** The hosts that were measured throughout the runs, by the name of the run; in the order in which the runs began. */
    public Map<String, HostRecord> hosts() {
        return hosts;
    }

    /** The same with these hosts; see {@link #hosts()}. */
    public ResultData withHosts(Map<String, HostRecord> records) {
        return new ResultData(suite, seed, parts, stored(), earlierAttempts, warnings, metrics, records);
    }

    /** The same with other warnings. */
    public ResultData withWarnings(List<String> others) {
        return others.equals(warnings)
                ? this
                : new ResultData(suite, seed, parts, stored(), earlierAttempts, others, metrics, hosts);
    }

    private List<StoredTrial> stored() {
        return trials.stream()
                .map(trial -> new StoredTrial(runs.getOrDefault(trial.id(), ""), trial))
                .toList();
    }

    /** The trials that take no part in any figure, in the plan's order, with the reasons. */
    public List<Exclusion> exclusions() {
        return trials.stream().flatMap(trial -> trial.exclusion().stream()).toList();
    }

    /**
     * The same with a trial set aside by hand; the files of the result stay as they are. Failures that are set aside still
     * count as failures.
     *
     * @throws IllegalArgumentException if there is no such trial, or the reason is blank
     */
    public ResultData excluding(TrialId id, String reason) {
        if (trials.stream().noneMatch(trial -> trial.id().equals(id))) {
            throw new IllegalArgumentException("there is no trial " + id + " to exclude; there "
                    + (trials.isEmpty()
                            ? "is none"
                            : "are "
                                    + trials.stream()
                                            .limit(5)
                                            .map(trial -> trial.id().toString())
                                            .toList()
                                    + (trials.size() > 5 ? " and " + (trials.size() - 5) + " more" : "")));
        }
        List<StoredTrial> others = stored().stream()
                .map(stored -> stored.trial().id().equals(id)
                        ? new StoredTrial(stored.run(), stored.trial().excluded(Exclusion.byHand(id, reason)))
                        : stored)
                .toList();
        return new ResultData(suite, seed, parts, others, earlierAttempts, warnings, metrics, hosts);
    }

    /**
     * A metric's values in a cell as a sample in the plan's order, with the blocks of the trials.
     *
     * @throws IllegalArgumentException if the suite has no such environment or variant
     */
    public Sample sample(Metric metric, String environment, String variant) {
        List<TrialValue> values = values(metric, environment, variant);
        return Sample.of(values.stream().mapToDouble(TrialValue::value).toArray())
                .inBlocks(values.stream().mapToInt(TrialValue::block).toArray());
    }

    private void requireKnown(String environment, String variant) {
        if (!environments.contains(environment)) {
            throw new IllegalArgumentException(
                    "environment must be one of " + environments + ", was \"" + environment + "\"");
        }
        if (!variants.containsKey(variant)) {
            throw new IllegalArgumentException(
                    "variant must be one of " + variants.keySet() + ", was \"" + variant + "\"");
        }
    }

    private Cell cell(String environment, Variant variant) {
        List<Trial> completed = new ArrayList<>();
        List<Trial> failed = new ArrayList<>();
        for (Trial trial : trialsOf(environment, variant.label())) {
            if (!trial.outcome().isCompleted()) {
                failed.add(trial);
            } else if (trial.exclusion().isEmpty()) {
                completed.add(trial);
            }
        }
        List<Trial> earlier = earlierByCell.getOrDefault(new CellKey(environment, variant.label()), List.of());
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
