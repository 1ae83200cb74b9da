package io.krater.trial;

import io.krater.plan.TrialId;

/**
 * A trial that takes no part in any figure. It stays in the result and its tables, and reports list it with the reason; a
 * failure that is set aside still counts as a failure.
 *
 * @param trial which trial
 * @param reason why, not blank
 * @param origin who decided it
 */
public record Exclusion(TrialId trial, String reason, Origin origin) {
    /** Who decided it. */
    public enum Origin {
        /** A rule of the experiment, stated before any trial ran: its session sets the trial aside. */
        RULE("by rule"),
        /** A person who looked at the result. */
        HAND("by hand");

        private final String label;

        Origin(String label) {
            this.label = label;
        }

        /** Returns {@code by rule} or {@code by hand}. */
        public String label() {
            return label;
        }
    }

    /**
     * Checks the reason.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Exclusion {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("the exclusion of trial " + trial + " needs a reason, was blank");
        }
    }

    /** A trial set aside by a rule of its experiment. */
    public static Exclusion byRule(TrialId trial, String reason) {
        return new Exclusion(trial, reason, Origin.RULE);
    }

    /** A trial set aside by hand. */
    public static Exclusion byHand(TrialId trial, String reason) {
        return new Exclusion(trial, reason, Origin.HAND);
    }
}
