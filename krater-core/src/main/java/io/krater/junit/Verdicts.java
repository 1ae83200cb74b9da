package io.krater.junit;

import io.krater.junit.Claim.Answer;
import io.krater.junit.Claim.Judgement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/** Turns judgements into what a test runner understands: silence, an assertion error, or an aborted test. */
final class Verdicts {
    private static final String SETTING = "krater.cannot-tell";

    private Verdicts() {}

    /** All have to be shown: one that is refuted fails the test; else one of which nothing can be told aborts it. */
    static void require(List<Judgement> judgements) {
        String refuted = text(judgements, Answer.REFUTED);
        if (!refuted.isEmpty()) {
            throw new AssertionError(refuted);
        }
        String unknown = text(judgements, Answer.CANNOT_TELL);
        if (!unknown.isEmpty()) {
            String message = "cannot tell: " + unknown;
            if (failsWhereItCannotTell()) {
                throw new AssertionError(message);
            }
            throw new TestAbortedException(message);
        }
        if (judgements.isEmpty()) {
            throw new AssertionError("there is nothing in the result that the claim is about");
        }
    }

    private static String text(List<Judgement> judgements, Answer answer) {
        return judgements.stream()
                .filter(judgement -> judgement.answer() == answer)
                .map(Judgement::text)
                .collect(Collectors.joining(System.lineSeparator()));
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
