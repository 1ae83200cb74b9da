package io.krater.junit;

import io.krater.junit.Claim.Answer;
import io.krater.junit.Claim.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns judgements into what a test runner understands: silence, an assertion error, or an aborted test. */
final class Verdicts {
    private static final String SETTING = "krater.cannot-tell";

    private Verdicts() {}

    /** All have to be shown: one that is refuted or unfounded fails the test; else one of which nothing can be told aborts it. */
    static void require(List<Judgement> judgements) {
        List<String> refuted = new ArrayList<>(texts(judgements, Answer.UNFOUNDED));
        refuted.addAll(texts(judgements, Answer.REFUTED));
        if (!refuted.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), refuted));
        }
        List<String> unknown = texts(judgements, Answer.CANNOT_TELL);
        if (!unknown.isEmpty()) {
            CannotTellException open = new CannotTellException(unknown);
            if (failsWhereItCannotTell()) {
                throw new AssertionError(open.getMessage());
            }
            throw open;
        }
        if (judgements.isEmpty()) {
            throw new AssertionError("there is nothing in the result that the claim is about");
        }
    }

    private static List<String> texts(List<Judgement> judgements, Answer answer) {
        return judgements.stream()
                .filter(judgement -> judgement.answer() == answer)
                .map(Judgement::text)
                .toList();
    }

    private static boolean failsWhereItCannotTell() {
        String setting = System.getProperty(SETTING, "abort").toLowerCase(Locale.ROOT);
        return switch (setting) {
            case "abort" -> false;
            case "fail" -> true;
            default -> throw new IllegalArgumentException(SETTING + " must be abort or fail, was \"" + setting + "\"");
        };
    }
}
