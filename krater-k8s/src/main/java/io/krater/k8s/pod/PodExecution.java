package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watcher;
import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.FailureReason;
import io.krater.launch.LaunchRequest;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.node.EventLoop;
import io.krater.node.LastWord;
import io.krater.node.NodeView;
import io.krater.sample.SampleSet;
import io.krater.sample.SteadyClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pod, from before its request to after its removal. What happens to it arrives from watch, log and node, and is handled
 * on the launcher's loop; nothing here waits but {@link #close}, on its caller's thread.
 */
public final class PodExecution implements Execution, PodFollower {
    private final Cluster cluster;
    private final LaunchRequest request;
    private final LastWord listener;
    private final Pod asked;
    private final String name;
    private final SteadyClock clock = SteadyClock.system();
    private final PodCreation creation;
    private final PodRemoval removal;
    private final LogFollower log;
    private final PodEnding ending;
    private final PodPhases phases = new PodPhases();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    // the loop's alone
    private long firstSeen;
    private EventLoop.@Nullable Timer patience;

    // written by the loop, read by others
    private volatile @Nullable PodFacts latest;
    private volatile NodeView.@Nullable PodView view;
    private volatile long requestedAt;
    private volatile boolean toldToEnd;
    private volatile boolean endedOnNode;
    private volatile String startedBy = "";

    /**
     * An execution that is not started yet.
     *
     * @param asked the pod that the suite asks for
     * @param blueprint the pod that is made: the same after the customiser
     */
    public PodExecution(Cluster cluster, LaunchRequest request, Pod asked, Pod blueprint, ExecutionListener listener) {
        this.asked = asked;
        this.cluster = cluster;
        this.request = request;
        this.listener = new LastWord(listener);
        this.name = blueprint.getMetadata().getName();
        this.creation = new PodCreation(cluster.client(), cluster.loop(), blueprint, PodCreation.LONGEST, new Answer());
        this.removal = new PodRemoval(cluster, name);
        this.log = new LogFollower(cluster, name, this::line);
        this.ending =
                new PodEnding(cluster, name, request.trial().environment().name(), log, this.listener, new Witness());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        creation.send();
    }

    /** Brings what comes of the request to the loop. */
    private final class Answer implements PodCreation.Listener {
        @Override
        public void leaving(long nanoTime) {
            removal.expect();
            Stamp requested = client(nanoTime);
            requestedAt = requested.epochNanos();
            cluster.loop().execute(() -> listener.phase(Phase.REQUESTED, requested));
        }

        @Override
        public void created(Pod made, long nanoTime) {
            cluster.loop().execute(() -> {
                listener.phase(Phase.ACCEPTED, client(nanoTime));
                if (latest == null) { // else the watch has told already, and more
                    seen(Watcher.Action.ADDED, made, nanoTime, false);
                }
            });
        }

        @Override
        public void refused(FailureReason reason, boolean certain, long nanoTime) {
            if (certain) {
                removal.nothingThere();
            }
            cluster.loop().execute(() -> listener.refused(ending.named(reason), client(nanoTime)));
        }
    }

    @Override
    public void seen(Watcher.Action action, Pod pod, long nanoTime, boolean live) {
        guarded(() -> handle(action, pod, nanoTime, live));
    }

    /** A fault of ours in handling one trial is that trial's failure, and no other's. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            System.getLogger(PodExecution.class.getName())
                    .log(System.Logger.Level.ERROR, "unexpected failure while following pod " + name, e);
            ending.fault(e, client(System.nanoTime()));
        }
    }

    private void handle(Watcher.Action action, Pod pod, long nanoTime, boolean live) {
        PodFacts facts = new PodFacts(pod);
        if (latest == null) {
            firstSeen = nanoTime;
        }
        latest = facts;
        facts.uid().ifPresent(uid -> identify(uid, facts.isAlone()));
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
        log.follow(facts);
        judge(action, facts, nanoTime);
    }

    @Override
    public void refused(RuntimeException refusal) {
        end(
                Ending.failed(Refusals.reason(
                        "following pod " + name + " (have the credentials expired or been revoked in mid-run?)",
                        refusal)),
                System.nanoTime());
    }

    @Override
    public void absent(long asked, long nanoTime) {
        PodFacts last = latest;
        // a list that was asked for before the pod was there may be handled after the answer to its creation
        if (last != null && asked - firstSeen > 0) {
            wentAway(last, nanoTime, false);
        }
    }

    private void identify(String uid, boolean alone) {
        if (view == null) {
            cluster.node().ifPresent(node -> view = node.look(uid, request.sampling(), new FromNode(), alone));
        }
    }

    private void line(LogLine line) {
        boolean first = phases.first(Phase.FIRST_OUTPUT);
        log.arrived(line, clock.now(), first ? Optional.of(requestedAt) : Optional.empty());
        if (first) {
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

    @Override
    public void said(Event event, long nanoTime, boolean live) {
        guarded(() -> handle(event, nanoTime, live));
    }

    private void handle(Event event, long nanoTime, boolean live) {
        if (!isOfWorkload(event)) {
            return;
        }
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

    /** Of the pod as a whole, or of the container that is measured; a template may have put others before or beside it. */
    private static boolean isOfWorkload(Event event) {
        String field = event.getInvolvedObject() == null
                ? null
                : event.getInvolvedObject().getFieldPath();
        return field == null || !field.contains("{") || field.equals("spec.containers{" + PodBlueprint.CONTAINER + "}");
    }

    private void phaseByEvent(Phase phase, long nanoTime, boolean live) {
        if (phases.first(phase) && live) {
            if (phase == Phase.CONTAINER_STARTED) {
                startedBy = "event of the API server, as it arrived here";
            }
            listener.phase(phase, client(nanoTime));
        }
    }

    private void end(Ending how, long nanoTime) {
        ending.end(how, client(nanoTime));
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
        return log.offset();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(log.facts());
        Optional.ofNullable(latest).ifPresent(pod -> {
            facts.putAll(pod.facts());
            // what a webhook or a LimitRange made of it; what the template did is among it
            List<String> changes = PodChanges.between(asked, pod.pod());
            if (!changes.isEmpty()) {
                facts.put("pod_changed", String.join("; ", changes));
            }
        });
        if (!startedBy.isEmpty()) {
            facts.put("container_started_by", startedBy);
        }
        if (!endedOnNode && latest != null) {
            // no more than a second or two after the fact, and no less than the way of the news
            facts.put("ended_by", "watch of the API server, as it arrived here");
        }
        Optional.ofNullable(view).ifPresent(pod -> facts.putAll(pod.facts()));
        return facts;
    }

    @Override
    public void kill() {
        toldToEnd = true;
        // one that the server is still making would not be found yet
        CompletableFuture<Void> unused =
                creation.answered().thenRun(() -> cluster.loop().apart(removal::kill));
    }

    @Override
    public boolean settle(Duration most) {
        creation.bar();
        boolean underWay = creation.isUnderWay();
        creation.awaitAnswer(most);
        return underWay;
    }

    @Override
    public void close() {
        settle(PodCreation.LONGEST);
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
        log.close();
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

    /** What the ending asks for. */
    private final class Witness implements PodEnding.Witness {
        @Override
        public Optional<String> uid() {
            return Optional.ofNullable(latest).flatMap(PodFacts::uid);
        }

        @Override
        public boolean toldToEnd() {
            return toldToEnd;
        }

        @Override
        public OptionalLong oomKills() {
            return isElsewhere()
                    ? OptionalLong.empty()
                    : Optional.ofNullable(view).map(NodeView.PodView::oomKills).orElse(OptionalLong.empty());
        }
    }

    /** Brings what a thread of the node's view saw to the loop. */
    private final class FromNode implements NodeView.Listener {
        @Override
        public void phase(Phase phase, long nanoTime) {
            cluster.loop().execute(() -> listener.phase(phase, node(nanoTime)));
        }

        @Override
        public void ended(long nanoTime) {
            endedOnNode = true;
            cluster.loop().execute(() -> ending.endedOnNode(node(nanoTime)));
        }
    }
}
