package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.node.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The request for one pod: sent once, at once and from a thread of its own, never repeated, and given up when its answer does
 * not come. Thread-safe.
 */
final class PodCreation {
    /** Longer than the client waits for a silent server, and than admission webhooks may take: for an answer that stalls. */
    static final Duration LONGEST = Duration.ofSeconds(35);

    private static final int SERVER_ERRORS = 500;

    private final KubernetesClient client;
    private final EventLoop loop;
    private final Pod pod;
    private final Duration longest;
    private final Listener listener;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private boolean sent;
    private boolean barred;

    /** Hears what comes of it; calls come from any thread, in this order, the last two never both. */
    interface Listener {
        /** It leaves now. */
        void leaving(long nanoTime);

        /** The server made the pod. */
        void created(Pod made, long nanoTime);

        /**
         * There was no such answer.
         *
         * @param certain whether the server has certainly made no pod
         */
        void refused(FailureReason reason, boolean certain, long nanoTime);
    }

    PodCreation(KubernetesClient client, EventLoop loop, Pod pod, Duration longest, Listener listener) {
        this.client = client;
        this.loop = loop;
        this.pod = pod;
        this.longest = longest;
        this.listener = listener;
    }

    /**
     * Sends it, and returns.
     *
     * @throws IllegalStateException if it was sent before, or is not to be sent any more
     */
    synchronized void send() {
        if (sent || barred) {
            throw new IllegalStateException(
                    sent ? "an execution can be started once" : "an execution that was closed cannot be started");
        }
        sent = true;
        loop.apart(this::ask);
    }

    private void ask() {
        Thread asking = Thread.currentThread();
        Guard guard = new Guard(asking);
        EventLoop.Timer patience = loop.after(longest.toMillis(), TimeUnit.MILLISECONDS, () -> {
            giveUp();
            guard.interrupt();
        });
        listener.leaving(System.nanoTime());
        try {
            Pod made = client.resource(pod).create();
            long at = System.nanoTime();
            if (made == null || made.getMetadata() == null) {
                throw new IllegalStateException("the answer is no pod");
            }
            if (over.compareAndSet(false, true)) {
                listener.created(made, at);
            }
        } catch (RuntimeException refusal) {
            if (over.compareAndSet(false, true)) {
                listener.refused(Refusals.reason(what(), refusal), madeNothing(refusal), System.nanoTime());
            }
        } finally {
            patience.cancel();
            guard.release();
            answered.complete(null);
        }
    }

    private String what() {
        return "creating pod " + pod.getMetadata().getName();
    }

    private void giveUp() {
        if (over.compareAndSet(false, true)) {
            FailureReason reason = FailureReason.of(
                    Kind.PLATFORM_ERROR,
                    what() + " got no answer from the API server: it began one, and had not ended it after "
                            + longest.toMillis() / 1e3 + " s");
            listener.refused(reason, false, System.nanoTime());
            answered.complete(null);
        }
    }

    /** Whether the server said no, or never got to hear of it. */
    private static boolean madeNothing(RuntimeException refusal) {
        int code = Refusals.code(refusal);
        return (code > 0 && code < SERVER_ERRORS) || Refusals.neverLeft(refusal);
    }

    /** Keeps it from being sent, if it was not yet; whether it was. */
    synchronized boolean bar() {
        barred = true;
        return sent;
    }

    /** Whether it was sent and is not answered yet. */
    synchronized boolean isUnderWay() {
        return sent && !answered.isDone();
    }

    /** Ends when it was answered or given up; never, if it is not sent. */
    CompletableFuture<Void> answered() {
        return answered;
    }

    /** Waits for the answer, if it was sent. */
    void awaitAnswer(Duration most) {
        if (!isUnderWay()) {
            return;
        }
        try {
            answered.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            System.getLogger(PodCreation.class.getName())
                    .log(System.Logger.Level.DEBUG, what() + " is still under way", late);
        }
    }

    /** Interrupts a thread while it asks, and not what it does afterwards. */
    private static final class Guard {
        private @Nullable Thread asking;

        Guard(Thread asking) {
            this.asking = asking;
        }

        synchronized void interrupt() {
            if (asking != null) {
                asking.interrupt();
            }
        }

        synchronized void release() {
            asking = null;
            boolean unused = Thread.interrupted();
        }
    }
}
