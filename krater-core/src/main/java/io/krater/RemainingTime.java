package io.krater;

import io.krater.plan.PlannedTrial;
import io.krater.suite.Variant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    void finished(PlannedTrial trial, Duration took) {
        cells.computeIfAbsent(cell(trial), key -> new Mean()).add((double) took.toNanos());
        beyond.add((double) took.toNanos() - said(trial.variant()));
    }

    Duration of(List<PlannedTrial> rest) {
        double nanos = 0;
        for (PlannedTrial trial : rest) {
            Mean known = cells.get(cell(trial));
            nanos += known != null ? known.value() : Math.max(0, said(trial.variant()) + beyond.value());
            nanos += (double) pause.toNanos();
        }
        return Duration.ofNanos((long) nanos);
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
