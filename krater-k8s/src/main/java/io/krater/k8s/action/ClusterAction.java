package io.krater.k8s.action;

import io.krater.experiment.lifecycle.StepAction;
import io.krater.experiment.lifecycle.StepFailedException;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
import io.krater.k8s.pod.Refusals;
import java.time.Duration;
import java.util.Optional;

/** An action whose end is looked for again and again until its deadline. */
abstract class ClusterAction implements StepAction {
    private final Patience patience;
    private final Duration deadline;

    ClusterAction(Patience patience, Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("an action's deadline must be above 0, was " + deadline);
        }
        this.patience = patience;
        this.deadline = deadline;
    }

    /** Does what is to be done, once. */
    void begin() throws StepFailedException {}

    /** What is still missing; empty when it is done. Called about every {@link Patience#LOOK}. */
    abstract Optional<String> missing() throws StepFailedException;

    /** What it is if something is still missing at the deadline. */
    abstract Kind atDeadline();

    @Override
    public final void perform() throws StepFailedException, InterruptedException {
        long end = patience.nanoTime() + deadline.toNanos();
        try {
            begin();
        } catch (RuntimeException refused) { // the client has exceptions of several kinds for answers that are none
            throw refused(refused);
        }
        while (true) {
            String missing;
            try {
                Optional<String> left = missing();
                if (left.isEmpty()) {
                    return;
                }
                missing = left.get();
            } catch (RuntimeException unanswered) {
                // an API server that restarts is waited for like anything else
                missing = "the cluster does not answer: " + Refusals.said(unanswered);
            }
            if (patience.nanoTime() >= end) {
                throw new StepFailedException(
                        atDeadline(), describe() + " was not done within " + deadline.toSeconds() + " s: " + missing);
            }
            patience.pause(Patience.LOOK);
        }
    }

    /** Time for rules of their own. */
    final long now() {
        return patience.nanoTime();
    }

    /** Without the cause, whose message may hold what was hidden here. */
    private StepFailedException refused(RuntimeException refused) {
        return new StepFailedException(
                Kind.REFUSED, describe() + " was refused (" + Refusals.code(refused) + "): " + Refusals.said(refused));
    }
}
