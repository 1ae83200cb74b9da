package io.krater.cri;

import io.krater.cri.v1.ContainerStatus;
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
import io.krater.node.LastWord;
import io.krater.node.NodeView;
import io.krater.node.PodLog;
import io.krater.sample.SampleSet;
import io.krater.sample.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One sandbox and the container in it, from before the request to after the removal. All that is told goes through the launcher's
 * loop; nothing here waits but {@link #close}.
 */
final class CriExecution implements Execution {
    private final CriSite site;
    private final LaunchRequest request;
    private final CriBlueprint blueprint;
    private final boolean sandboxOnly;
    private final LastWord listener;
    private final SteadyClock clock = SteadyClock.system();
    private final NodeView.PodView view;
    private final Optional<PodLog> log;
    private final Path logDirectory;
    private final Map<String, String> facts = new ConcurrentHashMap<>();
    private final CriStart start;
    private final CriStatus status;
    private final Runnable whenRemoved;

    private volatile boolean toldToEnd;
    private @Nullable CompletableFuture<Void> removal;

    // the loop's alone
    private boolean spoke;
    private boolean judged;
    private @Nullable Stamp endedOnNode;

    /**
     * An execution that is not started yet.
     *
     * @param whenRemoved runs on the loop when nothing is left of it, or it was given up
     */
    CriExecution(
            CriSite site,
            LaunchRequest request,
            CriBlueprint blueprint,
            boolean sandboxOnly,
            ExecutionListener listener,
            Runnable whenRemoved)
            throws IOException {
        this.site = site;
        this.request = request;
        this.blueprint = blueprint;
        this.sandboxOnly = sandboxOnly;
        this.listener = new LastWord(listener);
        this.whenRemoved = whenRemoved;
        this.start = new CriStart(site.connection(), blueprint, sandboxOnly, new FromStart());
        this.status = new CriStatus(site.connection(), site.loop(), this::judge);
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
        return status.isKnown() ? Optional.empty() : start.container();
    }

    @Override
    public void start() {
        start.send();
    }

    /** Brings what comes of the start to the loop. */
    private final class FromStart implements CriStart.Listener {
        @Override
        public void mark(String name, long nanoTime) {
            Stamp at = client(nanoTime);
            site.loop().execute(() -> listener.mark(name, at));
        }

        @Override
        public void took(CriOperation<?, ?> operation, long sentAt, long answeredAt) {
            CriExecution.this.took(operation, sentAt, answeredAt);
        }

        @Override
        public void runs(String container) {
            site.loop().execute(() -> {
                view.container(container);
                log.ifPresent(PodLog::started);
            });
            if (toldToEnd) {
                stopContainer(container);
            }
        }

        @Override
        public void refused(CriOperation<?, ?> operation, CriException problem, long nanoTime) {
            FailureReason reason =
                    toldToEnd ? killedByUs() : CriEndings.refused(operation, blueprint.handler(), problem);
            site.loop().execute(() -> listener.refused(named(reason), client(nanoTime)));
        }

        @Override
        public void givenUp() {
            site.loop().execute(CriExecution.this::killed);
        }
    }

    private void took(CriOperation<?, ?> operation, long sentAt, long answeredAt) {
        facts.put(operation.label() + "_ms", millis(answeredAt - sentAt));
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
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

    /** The container's cgroup went, or the runtime lists it as ended. */
    void ended() {
        start.container().ifPresent(status::ask);
    }

    private void judge(ContainerStatus ended) {
        if (judged) {
            return;
        }
        judged = true;
        Stamp seen = Optional.ofNullable(endedOnNode).orElseGet(() -> Stamp.node(ended.getFinishedAt()));
        OptionalInt code = OptionalInt.of(ended.getExitCode());
        Optional<FailureReason> failure =
                CriEndings.of(ended, view.oomKills(), toldToEnd).map(this::named);
        PodLog open = log.orElse(null);
        if (open == null) {
            exit(code, seen, failure);
            return;
        }
        open.finish((complete, problem) -> exit(
                code,
                seen,
                failure.isPresent() || complete
                        ? failure
                        : Optional.of(named(
                                FailureReason.of(Kind.LOG_LOST, "the log could not be read to its end: " + problem)))));
    }

    /** The runtime no longer has the sandbox, or has it as ended, though nobody here asked for that. */
    void sandboxEnded() {
        if (!toldToEnd) {
            exit(
                    OptionalInt.empty(),
                    now(),
                    Optional.of(named(FailureReason.of(Kind.DELETED, "somebody else ended the sandbox"))));
        }
    }

    private void exit(OptionalInt code, Stamp at, Optional<FailureReason> failure) {
        listener.exited(new Exit(at, code, failure));
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
        start.sandbox().ifPresent(id -> all.put("sandbox_id", id));
        start.container().ifPresent(id -> all.put("container_id", id));
        log.ifPresent(it -> all.putAll(it.facts()));
        all.putAll(view.facts());
        return all;
    }

    @Override
    public void kill() {
        end();
        if (!start.isAsked()) {
            return;
        }
        if (sandboxOnly) {
            CompletableFuture<Void> unused = start.settled().thenRun(this::stopSandbox);
        } else if (start.settled().isDone()) {
            runningContainer().ifPresent(this::stopContainer);
        }
    }

    private void end() {
        toldToEnd = true;
        start.giveUp();
    }

    private void stopContainer(String id) {
        site.connection()
                .send(
                        CriOperation.STOP_CONTAINER,
                        StopContainerRequest.newBuilder().setContainerId(id).build(),
                        new Then<>(CriOperation.STOP_CONTAINER, this::ended));
    }

    private void stopSandbox() {
        start.sandbox()
                .ifPresent(id -> site.connection()
                        .send(
                                CriOperation.STOP_POD_SANDBOX,
                                StopPodSandboxRequest.newBuilder()
                                        .setPodSandboxId(id)
                                        .build(),
                                new Then<>(
                                        CriOperation.STOP_POD_SANDBOX,
                                        () -> site.loop().execute(this::killed))));
    }

    private void killed() {
        exit(OptionalInt.empty(), now(), Optional.of(killedByUs()));
    }

    /** Begins the removal, once; it ends when nothing is left. */
    synchronized CompletableFuture<Void> remove() {
        end();
        CompletableFuture<Void> begun = removal;
        if (begun == null) {
            boolean asked = start.bar();
            begun = asked
                    ? start.settled()
                            .thenCompose(nothing -> removeNow())
                            .thenCompose(nothing -> site.parents().remove(blueprint.uid(), site.loop()))
                    : CompletableFuture.completedFuture(null);
            begun = begun.whenComplete((nothing, problem) -> site.loop().execute(() -> removed(asked, problem)));
            removal = begun;
        }
        return begun;
    }

    private CompletableFuture<Void> removeNow() {
        SandboxRemoval calls = new SandboxRemoval(
                site.connection(), (delay, unit, work) -> site.loop().after(delay, unit, work), this::took);
        Optional<String> id = start.sandbox();
        return id.isEmpty()
                ? calls.find(blueprint.uid())
                : calls.remove(id.get(), start.container(), !status.isKnown());
    }

    private void removed(boolean asked, @Nullable Throwable problem) {
        if (asked) {
            killed();
            if (problem == null) {
                listener.phase(Phase.DELETED, now());
            }
        }
        view.stop();
        log.ifPresent(PodLog::close);
        Optional<String> stays = Optional.ofNullable(problem)
                .map(it -> it instanceof CompletionException && it.getCause() != null ? it.getCause() : it)
                .map(it -> String.valueOf(it.getMessage()));
        stays.ifPresent(why -> warn(
                "sandbox " + facts.get("sandbox") + " may still be there: " + why
                        + "; the next start removes it, or: crictl rmp -f "
                        + start.sandbox().orElse("ID"),
                Optional.empty()));
        if (asked) {
            site.forgotten().add(blueprint.uid());
        }
        if (stays.isEmpty()) {
            try {
                LogHome.delete(logDirectory);
            } catch (IOException e) {
                warn("cannot remove " + logDirectory, Optional.of(e));
            }
        }
        whenRemoved.run();
    }

    private static void warn(String what, Optional<IOException> why) {
        System.getLogger(CriExecution.class.getName()).log(System.Logger.Level.WARNING, what, why.orElse(null));
    }

    @Override
    public void close() {
        CompletableFuture<Void> over = remove();
        try {
            over.join();
        } catch (CompletionException told) {
            System.getLogger(CriExecution.class.getName())
                    .log(System.Logger.Level.DEBUG, "the removal has said so already", told);
        }
        site.loop().drain();
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
