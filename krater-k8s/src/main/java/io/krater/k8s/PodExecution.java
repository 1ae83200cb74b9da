package io.krater.k8s;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.krater.cgroup.SampleSet;
import io.krater.cgroup.SteadyClock;
import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pod, from before its request to after its removal. What happens to it arrives from watch, log and node, and is handled
 * on the launcher's loop; nothing here waits but {@link #start} and {@link #close}, on their callers' threads.
 */
final class PodExecution implements Execution {
    private final Cluster cluster;
    private final LaunchRequest request;
    private final ExecutionListener listener;
    private final Pod blueprint;
    private final String name;
    private final SteadyClock clock = SteadyClock.system();
    private final PodRemoval removal;
    private final PodPhases phases = new PodPhases();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    // the loop's alone
    private @Nullable Ending ending;
    private @Nullable Stamp endedOnNode;
    private EventLoop.@Nullable Timer patience;
    private boolean exited;

    // written by the loop, read by others
    private volatile @Nullable PodLog log;
    private volatile @Nullable PodFacts latest;
    private volatile NodeView.@Nullable PodView view;
    private volatile @Nullable NodeClock nodeClock;
    private volatile long requestedAt;
    private volatile boolean toldToEnd;
    private volatile Map<String, String> logFacts = Map.of();

    PodExecution(Cluster cluster, LaunchRequest request, Pod blueprint, ExecutionListener listener) {
        this.cluster = cluster;
        this.request = request;
        this.blueprint = blueprint;
        this.listener = listener;
        this.name = blueprint.getMetadata().getName();
        this.removal = new PodRemoval(cluster, name);
    }

    String name() {
        return name;
    }

    @Override
    public void start() throws LaunchException {
        removal.expect();
        long sent = System.nanoTime();
        Stamp requested = client(sent);
        requestedAt = requested.epochNanos();
        cluster.loop().execute(() -> listener.phase(Phase.REQUESTED, requested));
        try {
            Pod created = cluster.client().resource(blueprint).create();
            long answered = System.nanoTime();
            cluster.loop().execute(() -> {
                listener.phase(Phase.ACCEPTED, client(answered));
                if (latest == null) { // else the watch has told already, and more
                    seen(Watcher.Action.ADDED, created, answered, false);
                }
            });
        } catch (KubernetesClientException refusal) {
            if (refusal.getCode() > 0 && refusal.getCode() < 500) {
                removal.nothingThere();
            }
            throw new LaunchException(named(Refusals.reason("creating pod " + name, refusal)), refusal);
        }
    }

    /** The pod came, changed or went. */
    void seen(Watcher.Action action, Pod pod, long nanoTime, boolean live) {
        guarded(() -> handle(action, pod, nanoTime, live));
    }

    /** A fault of ours in handling one trial is that trial's failure, and no other's. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            System.getLogger(PodExecution.class.getName())
                    .log(System.Logger.Level.ERROR, "unexpected failure while following pod " + name, e);
            explain(
                    Ending.failed(FailureReason.of(Kind.PLATFORM_ERROR, "unexpected failure of the launcher: " + e)),
                    client(System.nanoTime()),
                    "");
        }
    }

    private void handle(Watcher.Action action, Pod pod, long nanoTime, boolean live) {
        PodFacts facts = new PodFacts(pod);
        latest = facts;
        facts.uid().ifPresent(this::identify);
        boolean onNode = view != null;
        phases.see(facts, live, phase -> {
            // on the node the sandbox's cgroup has told already, and sooner
            if (!onNode || phase != Phase.SANDBOX_READY) {
                listener.phase(phase, client(nanoTime));
            }
        });
        NodeView.PodView seenBy = view;
        if (seenBy != null) {
            facts.containerId().ifPresent(seenBy::container);
        }
        followLog(facts);
        judge(action, facts, nanoTime);
    }

    /** A list does not hold the pod. */
    void absent(long nanoTime) {
        PodFacts last = latest;
        if (last != null) {
            wentAway(last, nanoTime, false);
        }
    }

    private void identify(String uid) {
        if (view == null) {
            cluster.node().ifPresent(node -> view = node.look(uid, request.sampling(), new FromNode()));
        }
    }

    private void followLog(PodFacts facts) {
        if (nodeClock == null
                && facts.node().isPresent()
                && !isHere(facts.node().get())) {
            nodeClock = cluster.clock(facts.node().get());
        }
        PodLog current = log;
        if (current == null && facts.node().isPresent() && facts.uid().isPresent()) {
            String uid = facts.uid().get();
            Optional<PodLog> here = cluster.node()
                    .filter(node -> isHere(facts.node().get()))
                    .flatMap(node -> node.log(cluster.settings().namespace(), name, uid, this::line));
            current = here.orElseGet(this::apiLog);
            log = current;
        }
        if (current != null && facts.hasStarted()) {
            current.started();
        }
    }

    private boolean isHere(String nodeName) {
        return cluster.node().filter(node -> node.node().equals(nodeName)).isPresent();
    }

    private PodLog apiLog() {
        return new ApiLog(
                cluster.client(),
                cluster.loop(),
                cluster.settings().namespace(),
                name,
                this::line,
                cluster.settings().logPatience().toNanos());
    }

    private void line(LogLine line) {
        NodeClock its = nodeClock;
        if (its != null) {
            its.arrived(line.at().epochNanos(), clock.now());
        }
        if (phases.first(Phase.FIRST_OUTPUT)) {
            if (its != null) {
                its.causedBy(requestedAt, line.at().epochNanos());
            }
            Optional.ofNullable(view).ifPresent(NodeView.PodView::spoke);
            listener.phase(Phase.FIRST_OUTPUT, line.at());
        }
        listener.line(line);
    }

    private void judge(Watcher.Action action, PodFacts facts, long nanoTime) {
        Optional<Ending> found = Endings.of(facts);
        if (found.isPresent()) {
            end(found.get(), nanoTime);
        } else if (facts.isBeingDeleted() && !toldToEnd) {
            end(Endings.deletedByOthers(facts), nanoTime);
        } else {
            waitForRoom(facts);
        }
        if (action == Watcher.Action.DELETED) {
            wentAway(facts, nanoTime, true);
        }
    }

    private void wentAway(PodFacts facts, long nanoTime, boolean live) {
        if (live && phases.first(Phase.DELETED)) {
            Stamp at = client(nanoTime);
            listener.phase(Phase.DELETED, at);
        }
        end(toldToEnd ? Endings.killedByUs() : Endings.deletedByOthers(facts), nanoTime);
        gone.complete(null);
    }

    private void waitForRoom(PodFacts facts) {
        boolean noRoom = facts.condition("PodScheduled")
                .map(it -> "False".equals(it.getStatus()) && "Unschedulable".equals(it.getReason()))
                .orElse(false);
        EventLoop.Timer waiting = patience;
        if (noRoom && waiting == null) {
            String message = facts.condition("PodScheduled")
                    .map(it -> String.valueOf(it.getMessage()))
                    .orElse("");
            patience = cluster.loop()
                    .after(
                            cluster.settings().unschedulableAfter().toMillis(),
                            TimeUnit.MILLISECONDS,
                            () -> end(Endings.unschedulable(message), System.nanoTime()));
        } else if (!noRoom && waiting != null) {
            waiting.cancel();
            patience = null;
        }
    }

    /** Something was said of the pod. */
    void said(Event event, long nanoTime, boolean live) {
        guarded(() -> handle(event, nanoTime, live));
    }

    private void handle(Event event, long nanoTime, boolean live) {
        String reason = event.getReason() == null ? "" : event.getReason();
        String message = event.getMessage() == null ? "" : event.getMessage();
        switch (reason) {
            case "FailedCreatePodSandBox" -> end(Endings.sandboxFailed(message), nanoTime);
            case "Created" -> phaseByEvent(Phase.CONTAINER_CREATED, nanoTime, live);
            case "Started" -> phaseByEvent(Phase.CONTAINER_STARTED, nanoTime, live);
            default -> {
                // for people: it is among the events of a failure
            }
        }
    }

    private void phaseByEvent(Phase phase, long nanoTime, boolean live) {
        if (phases.first(phase) && live) {
            listener.phase(phase, client(nanoTime));
        }
    }

    /** The first ending counts. Its exit is told once the log is read and, where it failed, the events are. */
    private void end(Ending how, long nanoTime) {
        if (ending != null) {
            return;
        }
        ending = how;
        Stamp seenAt = client(nanoTime);
        PodLog open = log;
        if (open == null || !how.logExpected()) {
            explain(how, seenAt, "");
        } else {
            open.finish((complete, problem) -> afterLog(open, how, seenAt, complete, problem));
        }
    }

    private void afterLog(PodLog read, Ending how, Stamp seenAt, boolean complete, String problem) {
        if (!complete && read instanceof FileLog) {
            // the file may be elsewhere or out of reach: the long way round is left
            logFacts = Map.of("log_file_problem", problem);
            read.close();
            PodLog other = apiLog();
            log = other;
            other.finish((all, why) -> explain(how, seenAt, all ? "" : problem + "; " + why));
        } else {
            explain(how, seenAt, complete ? "" : problem);
        }
    }

    private void explain(Ending how, Stamp seenAt, String logProblem) {
        OptionalLong oomKills = Optional.ofNullable(view)
                .map(NodeView.PodView::oomKills)
                .filter(kills -> !isElsewhere())
                .orElse(OptionalLong.empty());
        Optional<FailureReason> failure = how.failure()
                .map(reason -> toldToEnd ? reason : Endings.withOomKills(reason, oomKills))
                .map(this::named);
        if (failure.isEmpty() && !logProblem.isEmpty()) {
            failure =
                    Optional.of(FailureReason.of(Kind.LOG_LOST, "the log could not be read to its end: " + logProblem));
        }
        String uid = Optional.ofNullable(latest).flatMap(PodFacts::uid).orElse("");
        if (failure.isEmpty() || uid.isEmpty() || toldToEnd) {
            exit(new Exit(endStamp(seenAt), how.code(), failure));
            return;
        }
        FailureReason known = failure.get();
        OptionalInt code = how.code();
        cluster.loop().request(() -> {
            List<String> events =
                    PodEvents.of(cluster.client(), cluster.settings().namespace(), uid);
            FailureReason full =
                    new FailureReason(known.kind(), known.message(), known.facts(), known.lastLines(), events);
            cluster.loop().execute(() -> exit(new Exit(endStamp(seenAt), code, Optional.of(full))));
        });
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

    private Stamp endStamp(Stamp seenAt) {
        Stamp node = endedOnNode;
        return node == null ? seenAt : node;
    }

    private void exit(Exit exit) {
        if (!exited) {
            exited = true;
            listener.exited(exit);
        }
    }

    @Override
    public void mark(Phase edge) {
        NodeView.PodView seenBy = view;
        if (seenBy != null) {
            seenBy.mark(edge);
        }
    }

    @Override
    public List<SampleSet> samples() {
        NodeView.PodView seenBy = view;
        if (seenBy == null || request.sampling().isNone()) {
            return List.of();
        }
        List<SampleSet> sets = seenBy.stop();
        return isElsewhere() ? List.of() : sets;
    }

    /** Whether the pod was sent to another node than the one whose files are read here. */
    private boolean isElsewhere() {
        Optional<String> its = Optional.ofNullable(latest).flatMap(PodFacts::node);
        return its.isPresent()
                && cluster.node().isPresent()
                && !its.equals(cluster.node().map(NodeView::node));
    }

    @Override
    public ClockOffset clockOffset() {
        NodeClock its = nodeClock;
        return its == null ? ClockOffset.none() : its.offset();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(logFacts);
        PodLog read = log;
        if (read != null) {
            facts.putAll(read.facts());
        }
        Optional.ofNullable(latest).ifPresent(pod -> facts.putAll(pod.facts()));
        Optional.ofNullable(view).ifPresent(pod -> facts.putAll(pod.facts()));
        return facts;
    }

    @Override
    public void kill() {
        toldToEnd = true;
        cluster.loop().request(removal::kill);
    }

    @Override
    public void close() {
        boolean over = Optional.ofNullable(latest)
                .map(pod -> pod.isOver() || pod.hasEnded())
                .orElse(false);
        toldToEnd = true;
        removal.remove(over, gone);
        cluster.remove(this);
        NodeView.PodView seenBy = view;
        if (seenBy != null) {
            seenBy.stop();
        }
        cluster.loop().execute(this::release);
    }

    private void release() {
        PodLog open = log;
        if (open != null) {
            open.close();
        }
        EventLoop.Timer waiting = patience;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    private Stamp client(long nanoTime) {
        return Stamp.client(clock.at(nanoTime));
    }

    private Stamp node(long nanoTime) {
        return Stamp.node(clock.at(nanoTime));
    }

    /** Brings what a thread of the node's view saw to the loop. */
    private final class FromNode implements NodeView.Listener {
        @Override
        public void phase(Phase phase, long nanoTime) {
            cluster.loop().execute(() -> listener.phase(phase, node(nanoTime)));
        }

        @Override
        public void ended(long nanoTime) {
            cluster.loop().execute(() -> endedOnNode = node(nanoTime));
        }
    }
}
