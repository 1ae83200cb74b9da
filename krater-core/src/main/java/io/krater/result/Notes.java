package io.krater.result;

import io.krater.launch.FailureReason;
import io.krater.result.model.Cell;
import io.krater.result.warning.Warning;
import io.krater.result.warning.Warnings;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What must be seen below a table: cells without a completed trial, and what makes numbers wrong. */
final class Notes {
    private static final int MOST = 8;

    private final SuiteResult result;

    Notes(SuiteResult result) {
        this.result = result;
    }

    /** Sentences, those about cells without a completed trial first. */
    List<String> sentences() {
        List<String> notes = new ArrayList<>();
        List<Cell> bare = result.cells().stream()
                .filter(cell -> cell.completed().isEmpty())
                .toList();
        bare.stream().limit(MOST).map(Notes::bare).forEach(notes::add);
        if (bare.size() > MOST) {
            notes.add("and " + (bare.size() - MOST) + " more cells without a completed trial");
        }
        Map<Warning.Kind, List<Warning>> grave = new LinkedHashMap<>();
        for (Warning warning : Warnings.of(result)) {
            boolean known = warning.kind() == Warning.Kind.FAILURES
                    && bare.stream()
                            .anyMatch(cell -> warning.subject()
                                    .equals(cell.environment() + "/"
                                            + cell.variant().label()));
            if (warning.isGrave() && !known) {
                grave.computeIfAbsent(warning.kind(), fresh -> new ArrayList<>())
                        .add(warning);
            }
        }
        grave.values().stream().limit(MOST).map(Notes::grave).forEach(notes::add);
        result.warnings().stream().limit(MOST).forEach(notes::add);
        return notes;
    }

    private static String bare(Cell cell) {
        String place = cell.environment() + "/" + cell.variant().label() + ": no completed trial";
        return Stream.concat(cell.earlierFailures().stream(), cell.failed().stream())
                .reduce((first, second) -> second)
                .map(last -> place + "; " + cell.failures() + " failed, the last: " + why(last))
                .orElse(place + ", none has run");
    }

    private static String why(Trial trial) {
        FailureReason reason = trial.outcome() instanceof Outcome.TimedOut late
                ? late.reason()
                : ((Outcome.Failed) trial.outcome()).reason();
        return reason.message();
    }

    private static String grave(List<Warning> alike) {
        Warning first = alike.get(0);
        String more = alike.size() == 1 ? "" : " (and " + (alike.size() - 1) + " more like it)";
        return first.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + first.subject() + ": "
                + first.text() + more;
    }
}
