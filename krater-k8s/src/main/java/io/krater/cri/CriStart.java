package io.krater.cri;

import io.krater.cri.v1.CreateContainerRequest;
import io.krater.cri.v1.RunPodSandboxRequest;
import io.krater.cri.v1.StartContainerRequest;
import io.krater.launch.Phase;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that start a sandbox and the container in it. They follow one another on the connection's thread, so that nothing of
 * ours lies between them; each is sent once. Thread-safe.
 */
final class CriStart {
    /** A call's mark is its sending; with this behind it, its answer. */
    private static final String DONE = "_done";

    private final CriConnection connection;
    private final CriBlueprint blueprint;
    private final boolean sandboxOnly;
    private final Listener listener;
    /** All was started, or something failed, or it was given up. */
    private final CompletableFuture<Void> settled = new CompletableFuture<>();

    private boolean asked;
    private boolean barred;
    private volatile boolean givenUp;
    private volatile @Nullable String sandbox;
    private volatile @Nullable String container;

    /** Hears what comes of it, on the connection's thread, but for what {@link #send} tells itself. */
    interface Listener {
        /** A call was sent or answered. */
        void mark(String name, long nanoTime);

        /** A call was answered. */
        void took(CriOperation<?, ?> operation, long sentAt, long answeredAt);

        /** The container runs. */
        void runs(String container);

        /** A call failed: nothing more is started. */
        void refused(CriOperation<?, ?> operation, CriException problem, long nanoTime);

        /** It was given up in between: nothing more is started. */
        void givenUp();
    }

    CriStart(CriConnection connection, CriBlueprint blueprint, boolean sandboxOnly, Listener listener) {
        this.connection = connection;
        this.blueprint = blueprint;
        this.sandboxOnly = sandboxOnly;
        this.listener = listener;
    }

    /**
     * Sends the first call, and returns.
     *
     * @throws IllegalStateException if it was sent before, or is not to be sent any more
     */
    void send() {
        synchronized (this) {
            if (asked || barred) {
                throw new IllegalStateException(
                        asked ? "an execution can be started once" : "an execution that was closed cannot be started");
            }
            asked = true;
        }
        tell(Phase.REQUESTED, System.nanoTime());
        ask(
                CriOperation.RUN_POD_SANDBOX,
                RunPodSandboxRequest.newBuilder()
                        .setConfig(blueprint.sandbox())
                        .setRuntimeHandler(blueprint.handler())
                        .build(),
                (made, at) -> {
                    sandbox = made.getPodSandboxId();
                    tell(Phase.SANDBOX_READY, at);
                    if (sandboxOnly) {
                        settled.complete(null);
                    } else {
                        createContainer(made.getPodSandboxId());
                    }
                });
    }

    private void createContainer(String in) {
        if (isGivenUp()) {
            return;
        }
        ask(
                CriOperation.CREATE_CONTAINER,
                CreateContainerRequest.newBuilder()
                        .setPodSandboxId(in)
                        .setConfig(blueprint.container())
                        .setSandboxConfig(blueprint.sandbox())
                        .build(),
                (made, at) -> {
                    String id = made.getContainerId();
                    container = id;
                    tell(Phase.CONTAINER_CREATED, at);
                    startContainer(id);
                });
    }

    private void startContainer(String id) {
        if (isGivenUp()) {
            return;
        }
        ask(
                CriOperation.START_CONTAINER,
                StartContainerRequest.newBuilder().setContainerId(id).build(),
                (started, at) -> {
                    tell(Phase.RUNNING, at);
                    settled.complete(null);
                    listener.runs(id);
                });
    }

    private boolean isGivenUp() {
        if (givenUp) {
            settled.complete(null);
            listener.givenUp();
        }
        return givenUp;
    }

    /** Sends a request; a refusal ends the start. */
    private <Q, R> void ask(CriOperation<Q, R> operation, Q message, BiConsumer<R, Long> then) {
        long sent = System.nanoTime();
        listener.mark(operation.label(), sent);
        connection.send(operation, message, new CriConnection.Answer<>() {
            @Override
            public void answered(R response, long nanoTime) {
                listener.took(operation, sent, nanoTime);
                listener.mark(operation.label() + DONE, nanoTime);
                then.accept(response, nanoTime);
            }

            @Override
            public void failed(CriException problem, long nanoTime) {
                settled.complete(null);
                listener.refused(operation, problem, nanoTime);
            }
        });
    }

    private void tell(Phase phase, long nanoTime) {
        listener.mark(phase.label(), nanoTime);
    }

    /** Has it start nothing more. */
    void giveUp() {
        givenUp = true;
    }

    /** Keeps it from being sent, if it was not yet; whether it was. */
    synchronized boolean bar() {
        barred = true;
        return asked;
    }

    /** Whether it was sent. */
    synchronized boolean isAsked() {
        return asked;
    }

    /** Ends with the start, however that ends; never, if it is not sent. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** Id of the sandbox; empty where it was not heard of. */
    Optional<String> sandbox() {
        return Optional.ofNullable(sandbox);
    }

    /** Id of the container; empty where it was not heard of. */
    Optional<String> container() {
        return Optional.ofNullable(container);
    }
}
