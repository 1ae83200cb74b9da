package io.krater.k8s.pod;

import io.krater.k8s.access.Secrets;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Stamp;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a pod ended: the first ending counts, and its exit is told once the log is read and, where it failed, the events are.
 * The loop's alone.
 */
final class PodEnding {
    private final Cluster cluster;
    private static final int LAST_LINES = 20;

    private final String pod;
    private final String environment;
    private final LogFollower log;
    private final ExecutionListener listener;
    private final Witness witness;
    private @Nullable Ending ending;
    private @Nullable Stamp endedOnNode;
    private boolean exited;

    /** What else is known of the pod when it has ended. */
    interface Witness {
        /** The pod's UID; empty where nobody knows. */
        Optional<String> uid();

        /** Whether this launcher told the pod to end. */
        boolean toldToEnd();

        /** How many of its processes the OOM killer ended; empty where nobody could ask. */
        OptionalLong oomKills();
    }

    PodEnding(
            Cluster cluster,
            String pod,
            String environment,
            LogFollower log,
            ExecutionListener listener,
            Witness witness) {
        this.cluster = cluster;
        this.pod = pod;
        this.environment = environment;
        this.log = log;
        this.listener = listener;
        this.witness = witness;
    }

    /** The node saw the last process end: that is the end, whenever the API tells of it. */
    void endedOnNode(Stamp at) {
        endedOnNode = at;
    }

    /** The pod was seen to have ended. */
    void end(Ending how, Stamp seenAt) {
        if (ending != null) {
            return;
        }
        ending = how;
        if (how.logExpected()) {
            log.finish((complete, problem) -> explain(how, seenAt, complete ? "" : problem));
        } else {
            explain(how, seenAt, "");
        }
    }

    /** A fault of the launcher's own: nothing else is waited for. */
    void fault(RuntimeException e, Stamp at) {
        explain(
                Ending.failed(FailureReason.of(Kind.PLATFORM_ERROR, "unexpected failure of the launcher: " + e)),
                at,
                "");
    }

    private void explain(Ending how, Stamp seenAt, String logProblem) {
        boolean ours = witness.toldToEnd();
        Optional<FailureReason> failure = how.failure()
                .map(reason -> ours ? reason : Endings.withOomKills(reason, witness.oomKills()))
                .map(this::named);
        if (failure.isEmpty() && !logProblem.isEmpty()) {
            failure = Optional.of(named(FailureReason.of(
                    Kind.LOG_LOST,
                    "the log could not be read to its end: " + logProblem
                            + "; does kubectl logs work, which asks the node's kubelet as well?")));
        }
        Optional<String> uid = witness.uid();
        if (failure.isEmpty() || uid.isEmpty() || ours) {
            exit(new Exit(endStamp(seenAt), how.code(), failure));
            return;
        }
        FailureReason known = failure.get();
        OptionalInt code = how.code();
        cluster.loop().request(() -> {
            List<String> events =
                    PodEvents.of(cluster.client(), cluster.settings().namespace(), uid.get());
            List<String> lines = Optional.ofNullable(known.facts().get(Endings.CONTAINER))
                    .map(this::lastLinesOf)
                    .orElse(known.lastLines());
            FailureReason full = new FailureReason(known.kind(), known.message(), known.facts(), lines, events);
            cluster.loop().execute(() -> exit(new Exit(endStamp(seenAt), code, Optional.of(full))));
        });
    }

    /** The last lines of a container that is not the one that is measured; waits. */
    private List<String> lastLinesOf(String container) {
        try {
            String text = cluster.client()
                    .pods()
                    .inNamespace(cluster.settings().namespace())
                    .withName(pod)
                    .inContainer(container)
                    .tailingLines(LAST_LINES)
                    .getLog();
            return text == null ? List.of() : text.lines().map(Refusals::words).toList();
        } catch (RuntimeException refusal) {
            return List.of(
                    "(the log of container " + container + " could not be read: " + Refusals.said(refusal) + ")");
        }
    }

    /** Says of which environment it speaks: people read reasons in a list of trials. */
    FailureReason named(FailureReason reason) {
        return new FailureReason(
                reason.kind(),
                "environment " + environment + ": " + Secrets.hide(reason.message()),
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
}
