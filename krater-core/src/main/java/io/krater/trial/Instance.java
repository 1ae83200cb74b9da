package io.krater.trial;

import io.krater.launch.ClockOffset;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.sample.Column;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.WorkloadResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One of the things that a trial consists of: a container, a process, a pod, a host.
 *
 * @param name its name, unique in its trial
 * @param node the node that it ran on; empty where there is one only or it is not known
 * @param outcome how it came out
 * @param marks the moments observed of it
 * @param gate the gate's edges on the node's clock; empty where it did not open and close
 * @param workloadResult what its workload said of its own work
 * @param log what is kept of its log
 * @param samples what was sampled of it, by scope
 * @param clockOffset offset between its node's clock and the client's
 * @param facts what the launcher found: limits really set, cgroup, container id
 */
public record Instance(
        String name,
        Optional<String> node,
        Outcome outcome,
        Marks marks,
        Optional<GateTimes> gate,
        WorkloadResult workloadResult,
        LogExcerpt log,
        Map<Scope, SampleSet> samples,
        ClockOffset clockOffset,
        Map<String, String> facts) {
    /** The scopes whose samples speak for the workload, best first. */
    private static final List<Scope> WORKLOAD_SCOPES = List.of(Scope.CONTAINER, Scope.POD);

    /**
     * Checks the name and copies the collections.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Instance {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an instance needs a name, was blank");
        }
        samples = samples.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(samples));
        facts = facts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** An instance of which nothing but moments was observed. */
    public static Instance of(String name, Outcome outcome, Marks marks) {
        return new Instance(
                name,
                Optional.empty(),
                outcome,
                marks,
                Optional.empty(),
                WorkloadResult.none(),
                LogExcerpt.none(),
                Map.of(),
                ClockOffset.none(),
                Map.of());
    }

    /** The same on a node of this name. */
    public Instance on(String nodeName) {
        return new Instance(
                name, Optional.of(nodeName), outcome, marks, gate, workloadResult, log, samples, clockOffset, facts);
    }

    /** Seconds from one moment to another, on one clock or across the known offset; empty where one was not observed. */
    public OptionalDouble seconds(String from, String to) {
        return marks.seconds(from, to, clockOffset);
    }

    /** The same for well-known moments. */
    public OptionalDouble seconds(Phase from, Phase to) {
        return seconds(from.label(), to.label());
    }

    /** The gated view of a figure in the scope that speaks for the workload: the container, else the pod. */
    public Optional<GatedColumn> gated(Column column) {
        return WORKLOAD_SCOPES.stream()
                .flatMap(scope -> gated(scope, column).stream())
                .findFirst();
    }

    /** The gated view of a figure in a scope; empty without a gate or without samples of the figure. */
    public Optional<GatedColumn> gated(Scope scope, Column column) {
        return Optional.ofNullable(samples.get(scope)).flatMap(set -> gatedIn(set, column));
    }

    Optional<GatedColumn> gatedIn(SampleSet set, Column column) {
        return gate.flatMap(edges -> set.seriesOf(column).map(series -> new GatedColumn(series, column, edges)));
    }
}
