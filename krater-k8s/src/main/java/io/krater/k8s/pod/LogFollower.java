package io.krater.k8s.pod;

import io.krater.k8s.clock.NodeClock;
import io.krater.k8s.log.ApiLog;
import io.krater.launch.ClockOffset;
import io.krater.launch.LogLine;
import io.krater.node.FileLog;
import io.krater.node.PodLog;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows one pod's log, from the file where this process is on the pod's node and through the API server elsewhere, and learns
 * from its stamps how that node's clock differs. The loop's, but for what is asked at the end.
 */
final class LogFollower {
    private final Cluster cluster;
    private final String pod;
    private final PodLog.Sink sink;
    private volatile @Nullable PodLog log;
    private volatile @Nullable NodeClock nodeClock;
    private volatile Map<String, String> problems = Map.of();

    LogFollower(Cluster cluster, String pod, PodLog.Sink sink) {
        this.cluster = cluster;
        this.pod = pod;
        this.sink = sink;
    }

    /** The pod as it is now: once it has a node, its log can be looked for; once it has started, asked for. */
    void follow(PodFacts facts) {
        Optional<String> node = facts.node();
        Optional<String> uid = facts.uid();
        if (node.isEmpty() || uid.isEmpty()) {
            return;
        }
        if (nodeClock == null && !isHere(node.get())) {
            nodeClock = cluster.clock(node.get());
        }
        PodLog current = log;
        if (current == null) {
            current = cluster.node()
                    .filter(here -> isHere(node.get()))
                    .flatMap(here ->
                            here.log(cluster.settings().namespace(), pod, uid.get(), PodBlueprint.CONTAINER, sink))
                    .orElseGet(this::throughApi);
            log = current;
        }
        if (facts.hasStarted()) {
            current.started();
        }
    }

    private boolean isHere(String nodeName) {
        return cluster.node().filter(node -> node.node().equals(nodeName)).isPresent();
    }

    private PodLog throughApi() {
        return new ApiLog(
                cluster.client(),
                cluster.loop(),
                cluster.settings().namespace(),
                pod,
                PodBlueprint.CONTAINER,
                sink,
                cluster.settings().logPatience().toNanos());
    }

    /** A line was here at a time of this machine's; of the first, when the pod was asked for bounds its stamp as well. */
    void arrived(LogLine line, long here, Optional<Long> askedFor) {
        NodeClock its = nodeClock;
        if (its != null) {
            its.arrived(line.at().epochNanos(), here);
            askedFor.ifPresent(asked -> its.causedBy(asked, line.at().epochNanos()));
        }
    }

    /** Reads to the end, because the container has ended. */
    void finish(PodLog.Done whenDone) {
        PodLog open = log;
        if (open == null) {
            whenDone.done(true, "");
            return;
        }
        open.finish((complete, problem) -> {
            if (complete || !(open instanceof FileLog)) {
                whenDone.done(complete, problem);
                return;
            }
            // the file may be elsewhere or out of reach: the long way round is left
            problems = Map.of("log_file_problem", problem);
            open.close();
            PodLog other = throughApi();
            log = other;
            other.finish((all, why) -> whenDone.done(all, problem + "; " + why));
        });
    }

    /** Offset of the node's clock, as far as it is known. */
    ClockOffset offset() {
        NodeClock its = nodeClock;
        return its == null ? ClockOffset.none() : its.offset();
    }

    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(problems);
        Optional.ofNullable(log).ifPresent(read -> facts.putAll(read.facts()));
        return facts;
    }

    void close() {
        Optional.ofNullable(log).ifPresent(PodLog::close);
    }
}
