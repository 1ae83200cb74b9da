package io.krater;

import io.krater.metric.Metric;
import io.krater.plan.TrialId;
import io.krater.result.model.ResultData;
import io.krater.result.model.Stopping;
import io.krater.stats.Precision;
import io.krater.stats.Sample;
import io.krater.suite.StopRule;
import io.krater.trial.Trial;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Looks after each round of blocks whether a suite may stop. A round is all trials of one number; what it says of a round
 * depends on the trials up to it alone, so a resumed suite comes to the same answer. Not thread-safe.
 */
final class StopCheck {
    private final StopRule rule;
    private final Metric metric;
    private final Map<String, NavigableMap<Integer, Double>> cells = new TreeMap<>();

    /**
     * The check of a rule.
     *
     * @throws IllegalArgumentException if the rule's metric is none of these
     */
    StopCheck(StopRule rule, List<Metric> metrics) {
        this.rule = rule;
        this.metric = metrics.stream()
                .filter(known -> known.name().equals(rule.metric()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("untilPrecision looks at metric \"" + rule.metric()
                        + "\", which this run does not know; it knows "
                        + String.join(", ", metrics.stream().map(Metric::name).toList())));
    }

    /** Takes the trials that are there from earlier runs. */
    void addAll(ResultData earlier) {
        earlier.trials().forEach(this::add);
    }

    void add(Trial trial) {
        if (trial.outcome().isCompleted()) {
            TrialId id = trial.id();
            OptionalDouble value = metric.of(trial);
            if (value.isPresent() && Sample.takes(value.getAsDouble())) {
                cells.computeIfAbsent(id.environment() + "/" + id.variant(), key -> new TreeMap<>())
                        .put(id.number(), value.getAsDouble());
            }
        }
    }

    /** Whether the suite may stop after the round of trials with this number. */
    boolean reachedAfter(int round) {
        return round >= rule.fewestTrials() && Stopping.reached(rule, samples(round));
    }

    /** How wide the widest interval is after a round; says so where there is none. */
    String widest(int round) {
        double widest = samples(round).stream()
                .mapToDouble(
                        sample -> Precision.relativeHalfWidth(sample).optional().orElse(Double.POSITIVE_INFINITY))
                .max()
                .orElse(Double.POSITIVE_INFINITY);
        String seen = Double.isInfinite(widest)
                ? "a cell has no interval yet"
                : String.format(Locale.ROOT, "widest interval ± %.2g %%", 100 * widest);
        return seen + ", asked for ± " + rule.percent() + " of " + rule.metric();
    }

    private Collection<Sample> samples(int round) {
        return cells.values().stream()
                .map(values -> values.headMap(round, true).values())
                .map(values -> Sample.of(
                        values.stream().mapToDouble(Double::doubleValue).toArray()))
                .toList();
    }
}
