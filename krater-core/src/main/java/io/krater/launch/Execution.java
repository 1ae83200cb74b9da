package io.krater.launch;

import io.krater.sample.SampleSet;
import java.util.List;
import java.util.Map;

/**
 * One run of a workload, from before its request to after its removal. Thread-safe; no method waits for the platform but
 * {@link #close}, which may wait for an answer that is under way and for the removal.
 */
public interface Execution extends AutoCloseable {
    /**
     * Sends the request and returns: the workload goes. {@link Phase#REQUESTED} is stamped when the request leaves, and
     * told before all that follows from it. The answer is not waited for: {@link Phase#ACCEPTED} is told when it comes, and
     * {@link ExecutionListener#refused} where it is a refusal, does not come in the launcher's time, or the request could
     * not leave. A request is sent once and never repeated. To start many at once, see {@link Launcher#startAll}.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    void start();

    /**
     * Takes a sample at once beside those of the grid, because an edge of the gate was just seen; at its opening, the
     * kernel's peak of memory then starts again where it can.
     *
     * @param edge {@link Phase#BENCH_START} or {@link Phase#BENCH_END}
     */
    void mark(Phase edge);

    /**
     * Ends the sampling and gives what was sampled, a set for each scope; none where nothing could be sampled. Later
     * calls give the same.
     */
    List<SampleSet> samples();

    /** Offset between the node's clock and the client's. */
    ClockOffset clockOffset();

    /** What was found of the execution: node, pod, container, cgroup, limits really set. */
    Map<String, String> facts();

    /** Ends the workload with all its processes; its exit is heard as any other. */
    void kill();

    /** Ends the workload and removes all that the execution made. Later calls do nothing. */
    @Override
    void close();
}
