package io.krater.cri;

import io.krater.cri.CriException.Problem;
import io.krater.cri.v1.ListPodSandboxRequest;
import io.krater.cri.v1.PodSandboxFilter;
import io.krater.cri.v1.RemoveContainerRequest;
import io.krater.cri.v1.RemovePodSandboxRequest;
import io.krater.cri.v1.StopContainerRequest;
import io.krater.cri.v1.StopPodSandboxRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Removes one sandbox with what is in it, call by call. A runtime that went away is waited for: a removal may be repeated, unlike
 * a start. Waits for nothing itself; its future ends when all is gone, or with why it is not.
 */
final class SandboxRemoval {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long AGAIN_MILLIS = 250;

    private final CriConnection connection;
    private final Later later;
    private final Timing timing;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final long giveUpAt = System.nanoTime() + PATIENCE.toNanos();

    /** Runs something a while later. */
    interface Later {
        /** In so many units of time. */
        void after(long delay, TimeUnit unit, Runnable work);
    }

    /** Hears how long the calls took. */
    interface Timing {
        /** A call was answered. */
        void took(CriOperation<?, ?> operation, long sentAt, long answeredAt);
    }

    SandboxRemoval(CriConnection connection, Later later, Timing timing) {
        this.connection = connection;
        this.later = later;
        this.timing = timing;
    }

    /** Removes a sandbox of this id and the container in it. */
    CompletableFuture<Void> remove(String sandbox, Optional<String> container, boolean containerRuns) {
        begin(sandbox, container, containerRuns);
        return done;
    }

    private void begin(String sandbox, Optional<String> container, boolean containerRuns) {
        if (container.isPresent() && containerRuns) {
            step(
                    CriOperation.STOP_CONTAINER,
                    StopContainerRequest.newBuilder()
                            .setContainerId(container.get())
                            .build());
        }
        container.ifPresent(id -> step(
                CriOperation.REMOVE_CONTAINER,
                RemoveContainerRequest.newBuilder().setContainerId(id).build()));
        step(
                CriOperation.STOP_POD_SANDBOX,
                StopPodSandboxRequest.newBuilder().setPodSandboxId(sandbox).build());
        step(
                CriOperation.REMOVE_POD_SANDBOX,
                RemovePodSandboxRequest.newBuilder().setPodSandboxId(sandbox).build());
        next();
    }

    /** Removes the sandbox with this UID, if the runtime has one: for one whose id was never heard. */
    CompletableFuture<Void> find(String uid) {
        ListPodSandboxRequest request = ListPodSandboxRequest.newBuilder()
                .setFilter(PodSandboxFilter.newBuilder()
                        .putAllLabelSelector(CriLabels.anyOfOurs())
                        .putLabelSelector(CriLabels.UID, uid))
                .build();
        ask(CriOperation.LIST_POD_SANDBOX, request, found -> {
            if (found.getItemsCount() == 0) {
                done.complete(null);
            } else {
                begin(found.getItems(0).getId(), Optional.empty(), false);
            }
        });
        return done;
    }

    private <Q, R> void step(CriOperation<Q, R> operation, Q request) {
        steps.add(() -> ask(operation, request, answer -> next()));
    }

    private void next() {
        Runnable step = steps.poll();
        if (step == null) {
            done.complete(null);
        } else {
            step.run();
        }
    }

    private <Q, R> void ask(CriOperation<Q, R> operation, Q request, java.util.function.Consumer<R> then) {
        long sent = System.nanoTime();
        connection.send(operation, request, new CriConnection.Answer<>() {
            @Override
            public void answered(R response, long nanoTime) {
                timing.took(operation, sent, nanoTime);
                then.accept(response);
            }

            @Override
            public void failed(CriException problem, long nanoTime) {
                if (problem.problem() == Problem.NOT_FOUND && !operation.equals(CriOperation.LIST_POD_SANDBOX)) {
                    next(); // it is gone already
                } else if (System.nanoTime() < giveUpAt) {
                    connection.reconnect();
                    later.after(AGAIN_MILLIS, TimeUnit.MILLISECONDS, () -> ask(operation, request, then));
                } else {
                    done.completeExceptionally(problem);
                }
            }
        });
    }
}
