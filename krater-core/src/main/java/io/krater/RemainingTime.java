package io.krater;

import io.krater.launch.Phase;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.suite.Variant;
import io.krater.trial.Trial;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long the rest of a plan will take, learning from the trials that have ended: a cell that has run takes as long as
 * it took so far, one that has not takes what its variant says and what the others took beyond that. Not thread-safe.
 */
final class RemainingTime {
    private final Map<String, Mean> cells = new HashMap<>();
    private final Mean beyond = new Mean();
    private final Duration pause;

    RemainingTime(Duration pause) {
        this.pause = pause;
    }

    /** What a trial of an earlier run took, from its request to its removal or end. */
    void kept(Trial trial) {
        OptionalDouble took = trial.seconds(Phase.REQUESTED, Phase.DELETED);
        if (took.isEmpty()) {
            took = trial.seconds(Phase.REQUESTED, Phase.ENDED);
        }
        if (took.isPresent() && took.getAsDouble() > 0) {
            TrialId id = trial.id();
            finished(id.environment() + "/" + id.variant(), trial.variant(), Duration.ofNanos((long)
                    (took.getAsDouble() * 1e9)));
        }
    }

    void finished(PlannedTrial trial, Duration took) {
        finished(cell(trial), trial.variant(), took);
    }

    private void finished(String cell, Variant variant, Duration took) {
        cells.computeIfAbsent(cell, key -> new Mean()).add((double) took.toNanos());
        beyond.add((double) took.toNanos() - said(variant));
    }

    /** Empty where nothing is known of a trial: its workload does not say how long it takes, and none has run. */
    Optional<Duration> of(List<PlannedTrial> rest) {
        double nanos = 0;
        for (PlannedTrial trial : rest) {
            Mean known = cells.get(cell(trial));
            if (known == null && beyond.count == 0 && trial.variant().gateTime().isEmpty()) {
                return Optional.empty();
            }
            nanos += known != null ? known.value() : Math.max(0, said(trial.variant()) + beyond.value());
            nanos += (double) pause.toNanos();
        }
        return Optional.of(Duration.ofNanos((long) nanos));
    }

    private static double said(Variant variant) {
        return variant.gateTime().isPresent() ? (double) variant.expected().toNanos() : 0;
    }

    private static String cell(PlannedTrial trial) {
        return trial.id().environment() + "/" + trial.id().variant();
    }

    private static final class Mean {
        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        double value() {
            return count == 0 ? 0 : sum / count;
        }
    }
}
