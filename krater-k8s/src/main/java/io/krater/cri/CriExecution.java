package io.krater.cri;

import io.krater.cri.v1.ContainerState;
import io.krater.cri.v1.ContainerStatus;
import io.krater.cri.v1.ContainerStatusRequest;
import io.krater.cri.v1.CreateContainerRequest;
import io.krater.cri.v1.RunPodSandboxRequest;
import io.krater.cri.v1.StartContainerRequest;
import io.krater.cri.v1.StopContainerRequest;
import io.krater.cri.v1.StopPodSandboxRequest;
import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchRequest;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.node.NodeView;
import io.krater.node.PodLog;
import io.krater.sample.SampleSet;
import io.krater.sample.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One sandbox and the container in it. The calls that start it follow one another on the connection's thread, so that nothing of
 * ours lies between them; all that is told goes through the launcher's loop.
 */
final class CriExecution implements Execution {
    private static final int STATUS_TRIES = 12;
    private static final long FIRST_WAIT_MILLIS = 2;
    /** A call's mark is its sending; with this behind it, its answer. */
    private static final String DONE = "_done";

    private final CriSite site;
    private final LaunchRequest request;
    private final CriBlueprint blueprint;
    private final boolean sandboxOnly;
    private final ExecutionListener listener;
    private final SteadyClock clock = SteadyClock.system();
    private final NodeView.PodView view;
    private final Optional<PodLog> log;
    private final Path logDirectory;
    private final Map<String, String> facts = new ConcurrentHashMap<>();
    /** The start has come to its end: all was started, or something failed, or it was given up. */
    private final CompletableFuture<Void> settled = new CompletableFuture<>();

    private volatile boolean asked;
    private volatile boolean toldToEnd;
    private volatile @Nullable String sandboxId;
    private volatile @Nullable String containerId;
    private volatile boolean containerEnded;
    private @Nullable CompletableFuture<Void> removal;

    // the loop's alone
    private boolean spoke;
    private boolean judged;
    private boolean exited;
    private @Nullable Stamp endedOnNode;

    CriExecution(
            CriSite site,
            LaunchRequest request,
            CriBlueprint blueprint,
            boolean sandboxOnly,
            ExecutionListener listener)
            throws IOException {
        this.site = site;
        this.request = request;
        this.blueprint = blueprint;
        this.sandboxOnly = sandboxOnly;
        this.listener = listener;
        this.logDirectory = Path.of(blueprint.sandbox().getLogDirectory());
        Files.createDirectories(logDirectory.resolve(CriBlueprint.CONTAINER));
        String uid = blueprint.uid();
        this.log = sandboxOnly
                ? Optional.empty()
                : site.node()
                        .log(
                                CriBlueprint.NAMESPACE,
                                blueprint.sandbox().getMetadata().getName(),
                                uid,
                                CriBlueprint.CONTAINER,
                                this::line);
        this.view = site.node().look(uid, request.sampling(), new FromNode());
        facts.put("sandbox", blueprint.sandbox().getMetadata().getName());
        facts.put("sandbox_uid", uid);
        facts.put("runtime_handler", blueprint.handler().isEmpty() ? "default" : blueprint.handler());
    }

    String uid() {
        return blueprint.uid();
    }

    /** Id of a container that is thought to run; empty where none is. */
    Optional<String> runningContainer() {
        return containerEnded ? Optional.empty() : Optional.ofNullable(containerId);
    }

    @Override
    public void start() {
        synchronized (this) {
            if (asked || removal != null) {
                throw new IllegalStateException(
                        asked ? "an execution can be started once" : "an execution that was closed cannot be started");
            }
            asked = true;
        }
        long sent = System.nanoTime();
        tell(Phase.REQUESTED, sent);
        ask(
                CriOperation.RUN_POD_SANDBOX,
                RunPodSandboxRequest.newBuilder()
                        .setConfig(blueprint.sandbox())
                        .setRuntimeHandler(blueprint.handler())
                        .build(),
                (sandbox, at) -> {
                    sandboxId = sandbox.getPodSandboxId();
                    tell(Phase.SANDBOX_READY, at);
                    if (sandboxOnly) {
                        settled.complete(null);
                    } else {
                        createContainer(sandbox.getPodSandboxId());
                    }
                });
    }

    private void createContainer(String sandbox) {
        if (givenUp()) {
            return;
        }
        ask(
                CriOperation.CREATE_CONTAINER,
                CreateContainerRequest.newBuilder()
                        .setPodSandboxId(sandbox)
                        .setConfig(blueprint.container())
                        .setSandboxConfig(blueprint.sandbox())
                        .build(),
                (container, at) -> {
                    String id = container.getContainerId();
                    containerId = id;
                    tell(Phase.CONTAINER_CREATED, at);
                    startContainer(id);
                });
    }

    private void startContainer(String id) {
        if (givenUp()) {
            return;
        }
        ask(
                CriOperation.START_CONTAINER,
                StartContainerRequest.newBuilder().setContainerId(id).build(),
                (started, at) -> {
                    tell(Phase.RUNNING, at);
                    settled.complete(null);
                    site.loop().execute(() -> {
                        view.container(id);
                        log.ifPresent(PodLog::started);
                    });
                    if (toldToEnd) {
                        stopContainer(id);
                    }
                });
    }

    /** Whether it was told to end before its start had come to its end: then nothing more is started. */
    private boolean givenUp() {
        if (!toldToEnd) {
            return false;
        }
        settled.complete(null);
        site.loop().execute(() -> exit(new Exit(now(), OptionalInt.empty(), Optional.of(killedByUs()))));
        return true;
    }

    /** Sends a request of the start; a refusal ends the execution. */
    private <Q, R> void ask(CriOperation<Q, R> operation, Q message, BiConsumer<R, Long> then) {
        long sent = System.nanoTime();
        tell(operation.label(), sent);
        site.connection().send(operation, message, new CriConnection.Answer<>() {
            @Override
            public void answered(R response, long nanoTime) {
                took(operation, sent, nanoTime);
                tell(operation.label() + DONE, nanoTime);
                then.accept(response, nanoTime);
            }

            @Override
            public void failed(CriException problem, long nanoTime) {
                settled.complete(null);
                site.loop().execute(() -> refused(operation, problem, nanoTime));
            }
        });
    }

    private void took(CriOperation<?, ?> operation, long sentAt, long answeredAt) {
        facts.put(operation.label() + "_ms", millis(answeredAt - sentAt));
    }

    private static String millis(long nanos) {
        return String.format(java.util.Locale.ROOT, "%.3f", nanos / 1e6);
    }

    private void refused(CriOperation<?, ?> operation, CriException problem, long nanoTime) {
        FailureReason reason = toldToEnd ? killedByUs() : CriEndings.refused(operation, blueprint.handler(), problem);
        if (!exited) {
            exited = true;
            listener.refused(named(reason), client(nanoTime));
        }
    }

    private FailureReason killedByUs() {
        return FailureReason.of(Kind.KILLED, "ended by this launcher");
    }

    /** Says of which environment it speaks: people read reasons in a list of trials. */
    private FailureReason named(FailureReason reason) {
        return new FailureReason(
                reason.kind(),
                "environment " + request.trial().environment().name() + ": " + reason.message(),
                reason.facts(),
                reason.lastLines(),
                reason.events());
    }

    private void line(LogLine line) {
        if (!spoke) {
            spoke = true;
            view.spoke();
            listener.phase(Phase.FIRST_OUTPUT, line.at());
        }
        listener.line(line);
    }

    /** Asks how the container ended, because its cgroup went or the runtime lists it as ended. */
    void ended() {
        String id = containerId;
        if (id != null && !containerEnded) {
            askStatus(id, 0);
        }
    }

    private void askStatus(String id, int tries) {
        site.connection()
                .send(
                        CriOperation.CONTAINER_STATUS,
                        ContainerStatusRequest.newBuilder().setContainerId(id).build(),
                        new CriConnection.Answer<>() {
                            @Override
                            public void answered(io.krater.cri.v1.ContainerStatusResponse response, long nanoTime) {
                                ContainerStatus status = response.getStatus();
                                if (status.getState() == ContainerState.CONTAINER_EXITED) {
                                    site.loop().execute(() -> judge(status));
                                } else {
                                    askAgain(id, tries);
                                }
                            }

                            @Override
                            public void failed(CriException problem, long nanoTime) {
                                askAgain(id, tries);
                            }
                        });
    }

    /** The runtime hears of an end a moment after the kernel; if it takes longer, the launcher's look at all containers finds it. */
    private void askAgain(String id, int tries) {
        if (tries < STATUS_TRIES && !containerEnded) {
            site.loop().after(FIRST_WAIT_MILLIS << tries, TimeUnit.MILLISECONDS, () -> askStatus(id, tries + 1));
        }
    }

    private void judge(ContainerStatus status) {
        containerEnded = true;
        if (judged) {
            return;
        }
        judged = true;
        Stamp seen = Optional.ofNullable(endedOnNode).orElseGet(() -> Stamp.node(status.getFinishedAt()));
        Optional<FailureReason> failure =
                CriEndings.of(status, view.oomKills(), toldToEnd).map(this::named);
        PodLog open = log.orElse(null);
        if (open == null) {
            exit(new Exit(seen, OptionalInt.of(status.getExitCode()), failure));
            return;
        }
        open.finish((complete, problem) -> exit(new Exit(
                seen,
                OptionalInt.of(status.getExitCode()),
                failure.isPresent() || complete
                        ? failure
                        : Optional.of(named(FailureReason.of(
                                Kind.LOG_LOST, "the log could not be read to its end: " + problem))))));
    }

    /** The runtime no longer has the sandbox, or has it as ended, though nobody here asked for that. */
    void sandboxEnded() {
        if (!toldToEnd) {
            exit(new Exit(
                    now(),
                    OptionalInt.empty(),
                    Optional.of(named(FailureReason.of(Kind.DELETED, "somebody else ended the sandbox")))));
        }
    }

    private void exit(Exit exit) {
        if (!exited) {
            exited = true;
            listener.exited(exit);
        }
    }

    @Override
    public void mark(Phase edge) {
        view.mark(edge);
    }

    @Override
    public List<SampleSet> samples() {
        return request.sampling().isNone() ? List.of() : view.stop();
    }

    @Override
    public ClockOffset clockOffset() {
        return ClockOffset.none();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> all = new TreeMap<>(facts);
        Optional.ofNullable(sandboxId).ifPresent(id -> all.put("sandbox_id", id));
        Optional.ofNullable(containerId).ifPresent(id -> all.put("container_id", id));
        log.ifPresent(it -> all.putAll(it.facts()));
        all.putAll(view.facts());
        return all;
    }

    @Override
    public void kill() {
        toldToEnd = true;
        if (!asked) {
            return;
        }
        if (sandboxOnly) {
            CompletableFuture<Void> unused = settled.thenRun(this::stopSandbox);
        } else if (settled.isDone()) {
            runningContainer().ifPresent(this::stopContainer);
        }
    }

    private void stopContainer(String id) {
        site.connection()
                .send(
                        CriOperation.STOP_CONTAINER,
                        StopContainerRequest.newBuilder().setContainerId(id).build(),
                        new Then<>(CriOperation.STOP_CONTAINER, this::ended));
    }

    private void stopSandbox() {
        String id = sandboxId;
        if (id != null) {
            site.connection()
                    .send(
                            CriOperation.STOP_POD_SANDBOX,
                            StopPodSandboxRequest.newBuilder()
                                    .setPodSandboxId(id)
                                    .build(),
                            new Then<>(
                                    CriOperation.STOP_POD_SANDBOX,
                                    () -> site.loop()
                                            .execute(() -> exit(
                                                    new Exit(now(), OptionalInt.empty(), Optional.of(killedByUs()))))));
        }
    }

    /** Begins the removal, once; it ends when nothing is left. */
    synchronized CompletableFuture<Void> remove() {
        toldToEnd = true;
        CompletableFuture<Void> begun = removal;
        if (begun == null) {
            begun = asked ? settled.thenCompose(nothing -> removeNow()) : CompletableFuture.completedFuture(null);
            begun = begun.whenComplete((nothing, problem) -> site.loop().execute(() -> removed(problem)));
            removal = begun;
        }
        return begun;
    }

    private CompletableFuture<Void> removeNow() {
        SandboxRemoval calls = new SandboxRemoval(
                site.connection(), (delay, unit, work) -> site.loop().after(delay, unit, work), this::took);
        String id = sandboxId;
        return id == null
                ? calls.find(blueprint.uid())
                : calls.remove(id, Optional.ofNullable(containerId), !containerEnded);
    }

    private void removed(@Nullable Throwable problem) {
        if (asked) {
            exit(new Exit(now(), OptionalInt.empty(), Optional.of(killedByUs())));
            if (problem == null) {
                listener.phase(Phase.DELETED, now());
            }
        }
        view.stop();
        log.ifPresent(PodLog::close);
        Optional<String> stays = problem == null
                ? site.parents().remove(blueprint.uid())
                : Optional.of(String.valueOf(problem.getMessage()));
        stays.ifPresent(why -> System.getLogger(CriExecution.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "sandbox " + facts.get("sandbox") + " may still be there: " + why
                                + "; the next start removes it, or: crictl rmp -f "
                                + Optional.ofNullable(sandboxId).orElse("ID")));
        if (asked) {
            site.forgotten().add(blueprint.uid());
        }
        if (stays.isEmpty()) {
            try {
                LogHome.delete(logDirectory);
            } catch (IOException e) {
                System.getLogger(CriExecution.class.getName())
                        .log(System.Logger.Level.WARNING, "cannot remove " + logDirectory, e);
            }
        }
    }

    @Override
    public void close() {
        CompletableFuture<Void> over = remove();
        try {
            over.join();
        } catch (java.util.concurrent.CompletionException told) {
            System.getLogger(CriExecution.class.getName())
                    .log(System.Logger.Level.DEBUG, "the removal has said so already", told);
        }
        site.loop().drain();
    }

    private void tell(Phase phase, long nanoTime) {
        tell(phase.label(), nanoTime);
    }

    private void tell(String mark, long nanoTime) {
        Stamp at = client(nanoTime);
        site.loop().execute(() -> listener.mark(mark, at));
    }

    private Stamp now() {
        return client(System.nanoTime());
    }

    private Stamp client(long nanoTime) {
        return Stamp.client(clock.at(nanoTime));
    }

    private Stamp node(long nanoTime) {
        return Stamp.node(clock.at(nanoTime));
    }

    /** Does something after a call, whether it succeeded or not. */
    private final class Then<R> implements CriConnection.Answer<R> {
        private final CriOperation<?, R> operation;
        private final Runnable next;
        private final long sent = System.nanoTime();

        Then(CriOperation<?, R> operation, Runnable next) {
            this.operation = operation;
            this.next = next;
        }

        @Override
        public void answered(R response, long nanoTime) {
            took(operation, sent, nanoTime);
            next.run();
        }

        @Override
        public void failed(CriException problem, long nanoTime) {
            facts.put(operation.label() + "_problem", String.valueOf(problem.getMessage()));
            next.run();
        }
    }

    /** Brings what a thread of the node's view saw to the loop. What the runtime's answers tell is not taken from it. */
    private final class FromNode implements NodeView.Listener {
        @Override
        public void phase(Phase phase, long nanoTime) {
            if (phase == Phase.CONTAINER_STARTED) {
                site.loop().execute(() -> listener.phase(phase, node(nanoTime)));
            }
        }

        @Override
        public void ended(long nanoTime) {
            site.loop().execute(() -> {
                endedOnNode = node(nanoTime);
                CriExecution.this.ended();
            });
        }
    }
}
