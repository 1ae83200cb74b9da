package io.krater.trial;

import io.krater.launch.ClockOffset;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.TrialId;
import io.krater.sample.Column;
import io.krater.sample.SampleSet;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.suite.WorkloadResult;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that was observed of one trial. Metrics are derived from it and from nothing else.
 *
 * @param id which trial
 * @param position place in the order in which the suite's trials were planned, from 0 up
 * @param block the block it belongs to, from 0 up
 * @param variant what it ran
 * @param limits the limits that were asked for
 * @param outcome how it came out
 * @param phases the phases observed
 * @param gate the gate's edges on the node's clock; empty where it did not open and close
 * @param report what the workload said of its own work
 * @param log what is kept of its log
 * @param samples what was sampled, by scope
 * @param clockOffset offset between the node's clock and the client's
 * @param clockStepNanos by how much the client's wall clock was set during the trial, against monotonic time
 * @param facts what the launcher found: limits really set, cgroup, node
 */
public record Trial(
        TrialId id,
        int position,
        int block,
        Variant variant,
        Resources limits,
        Outcome outcome,
        Map<Phase, Stamp> phases,
        Optional<GateTimes> gate,
        WorkloadResult report,
        LogExcerpt log,
        Map<String, SampleSet> samples,
        ClockOffset clockOffset,
        long clockStepNanos,
        Map<String, String> facts) {

    /** The scopes whose samples speak for the workload, best first. */
    private static final List<String> WORKLOAD_SCOPES = List.of("container", "pod");

    /** Copies the collections. */
    public Trial {
        Map<Phase, Stamp> observed = new EnumMap<>(Phase.class);
        observed.putAll(phases);
        phases = Collections.unmodifiableMap(observed);
        samples = Collections.unmodifiableMap(new LinkedHashMap<>(samples));
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Seconds from one phase to another, on one clock or across the known offset; empty where one was not observed. */
    public OptionalDouble seconds(Phase from, Phase to) {
        Stamp start = phases.get(from);
        Stamp end = phases.get(to);
        if (start == null || end == null) {
            return OptionalDouble.empty();
        }
        long nanos = start.clock() == end.clock()
                ? end.epochNanos() - start.epochNanos()
                : clockOffset.toClient(end) - clockOffset.toClient(start);
        return OptionalDouble.of(nanos / 1e9);
    }

    /** The gated view of a figure in the scope that speaks for the workload: the container, else the pod. */
    public Optional<GatedColumn> gated(Column column) {
        return WORKLOAD_SCOPES.stream()
                .flatMap(scope -> gated(scope, column).stream())
                .findFirst();
    }

    /** The gated view of a figure in a scope; empty without a gate or without samples of the figure. */
    public Optional<GatedColumn> gated(String scope, Column column) {
        SampleSet set = samples.get(scope);
        if (set == null || gate.isEmpty()) {
            return Optional.empty();
        }
        return set.seriesOf(column).map(series -> new GatedColumn(series, column, gate.get()));
    }
}
