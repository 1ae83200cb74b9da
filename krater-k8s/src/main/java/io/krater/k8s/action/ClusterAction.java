package io.krater.k8s.action;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.krater.experiment.lifecycle.StepAction;
import io.krater.experiment.lifecycle.StepFailedException;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
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
        } catch (KubernetesClientException refused) {
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
            } catch (KubernetesClientException unanswered) {
                // an API server that restarts is waited for like anything else
                missing = "the cluster does not answer: " + unanswered.getMessage();
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

    private StepFailedException refused(KubernetesClientException refused) {
        String status = refused.getStatus() == null || refused.getStatus().getMessage() == null
                ? String.valueOf(refused.getMessage())
                : refused.getStatus().getMessage();
        return new StepFailedException(
                Kind.REFUSED, describe() + " was refused (" + refused.getCode() + "): " + status, refused);
    }
}
