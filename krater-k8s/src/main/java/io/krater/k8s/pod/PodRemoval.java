package io.krater.k8s.pod;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sees to it that a pod goes. A pod whose container has ended is removed at once; one that runs is given a second, which lets
 * the kubelet confirm its end; one whose kubelet does not answer is removed by force, and its own deadline ends it there.
 */
final class PodRemoval {
    private static final long CONFIRM_SECONDS = 15;
    private static final long CONFIRM_OVER_SECONDS = 3;
    /** An API server that restarts, or that is told to slow its clients down, refuses for some seconds. */
    private static final int ATTEMPTS = 7;

    /** Pauses between them, in retry pauses. */
    private static final long FIRST_PAUSE = 6;

    private static final long LONGEST_PAUSE = 80;

    private final Cluster cluster;
    private final String pod;
    private volatile boolean mayExist;

    PodRemoval(Cluster cluster, String pod) {
        this.cluster = cluster;
        this.pod = pod;
    }

    /** From now on the pod may exist. */
    void expect() {
        mayExist = true;
    }

    /** The pod does not exist: the server said so. */
    void nothingThere() {
        mayExist = false;
    }

    /** Removes the pod, if it may exist, and waits until it is gone. */
    void remove(boolean over, CompletableFuture<Void> gone) {
        if (!mayExist || gone.isDone()) {
            mayExist = false;
            return;
        }
        Answer answer = delete(over ? 0 : 1);
        if (answer == Answer.ASKED && !await(gone, over ? CONFIRM_OVER_SECONDS : CONFIRM_SECONDS)) {
            delete(0);
        }
        mayExist = false;
    }

    private static boolean await(CompletableFuture<Void> gone, long seconds) {
        try {
            gone.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** What came of asking for a deletion. */
    private enum Answer {
        ASKED,
        ABSENT,
        NONE
    }

    /** Has the pod's processes ended; the pod goes when the kubelet says that they have. */
    void kill() {
        if (mayExist) {
            delete(1);
        }
    }

    /** Asks for the deletion, again and again for a while where the server does not answer. */
    private Answer delete(long graceSeconds) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return cluster.delete(pod, graceSeconds) ? Answer.ASKED : Answer.ABSENT;
            } catch (RuntimeException refusal) {
                if (attempt == ATTEMPTS || !pause(attempt)) {
                    System.getLogger(PodRemoval.class.getName())
                            .log(
                                    System.Logger.Level.WARNING,
                                    "pod {0} may be left behind: {1}; it is removed by the next start or by cleanup",
                                    pod,
                                    Refusals.said(refusal));
                    return Answer.NONE;
                }
            }
        }
        return Answer.NONE;
    }

    /** 0.3, 0.6, 1.2, 2.4, 4, 4 s: 12.5 s in all, where a retry pause is of 50 ms. */
    private boolean pause(int attempt) {
        long one = cluster.settings().retryPause().toMillis();
        try {
            TimeUnit.MILLISECONDS.sleep(one * Math.min(LONGEST_PAUSE, FIRST_PAUSE << (attempt - 1)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
