package io.krater.junit;

import io.krater.junit.Claim.Answer;
import io.krater.junit.Claim.Judgement;
import io.krater.launch.FailureReason;
import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.result.model.Cell;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a claim stands on: trials that completed and have its metric, and no more failed ones than the test allows.
 *
 * @param result where the trials are
 * @param metric what is claimed about
 * @param allowedFailures the share of attempts that may have failed, 0 to 1
 */
record Footing(SuiteResult result, Metric metric, double allowedFailures) {
    /** Why nothing can be claimed of a cell, as a judgement that fails; empty where there is no reason. */
    Optional<Judgement> lacks(String environment, String variant) {
        Cell cell = result.cell(environment, variant).orElseThrow();
        String subject = metric.name() + " of " + environment + " in " + variant + ": ";
        if (cell.completed().isEmpty()) {
            return Optional.of(unfounded(subject + "no trial completed" + failures(cell)));
        }
        if (cell.failures() > allowedFailures * cell.attempts()) {
            return Optional.of(unfounded(subject + cell.failures() + " of " + cell.attempts() + " attempts failed"
                    + (allowedFailures > 0
                            ? String.format(Locale.ROOT, " (at most %s %% may)", Claim.number(100 * allowedFailures))
                            : "")
                    + firstReason(cell) + "; allowingFailures(rate) lets a test accept some"));
        }
        if (result.values(metric, environment, variant).isEmpty()) {
            return Optional.of(unfounded(subject + "no completed trial has this metric; they have " + known(cell)));
        }
        return Optional.empty();
    }

    private static Judgement unfounded(String text) {
        return new Judgement(Answer.UNFOUNDED, text);
    }

    private static String failures(Cell cell) {
        return cell.attempts() == 0
                ? "; none was run"
                : ", " + cell.failures() + " of " + cell.attempts() + " attempts failed" + firstReason(cell);
    }

    private static String firstReason(Cell cell) {
        return Stream.concat(cell.failed().stream(), cell.earlierFailures().stream())
                .map(Trial::outcome)
                .map(Footing::reason)
                .findFirst()
                .map(reason -> ", the first by " + reason.kind() + ": " + reason.message())
                .orElse("");
    }

    private static FailureReason reason(Outcome outcome) {
        if (outcome instanceof Outcome.TimedOut late) {
            return late.reason();
        }
        return ((Outcome.Failed) outcome).reason();
    }

    private List<String> known(Cell cell) {
        return result.metrics().stream()
                .filter(other -> cell.completed().stream()
                        .anyMatch(trial -> other.of(trial).isPresent()))
                .map(Metric::name)
                .toList();
    }
}
