package io.krater.trial;

import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.Marks;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.WorkloadResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an execution gave, beside what its recorder heard.
 *
 * @param samples by scope
 * @param offset between the node's clock and the client's
 * @param facts what the launcher found
 */
record Observed(Map<Scope, SampleSet> samples, ClockOffset offset, Map<String, String> facts) {
    /** Of an execution that there is none of. */
    static Observed nothing() {
        return new Observed(Map.of(), ClockOffset.none(), Map.of());
    }

    /** Ends the sampling and asks for all that there is. */
    static Observed of(Execution execution) {
        List<SampleSet> sets = execution.samples();
        Map<Scope, SampleSet> samples = new LinkedHashMap<>();
        sets.forEach(set -> samples.put(set.scope(), set));
        return new Observed(samples, execution.clockOffset(), execution.facts());
    }

    /** The same with a fact more. */
    Observed with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(key, value);
        return new Observed(samples, offset, more);
    }

    /** What was sampled of the hosts, and is the whole trial's. */
    Map<Scope, SampleSet> ofHosts() {
        return only(true);
    }

    private Map<Scope, SampleSet> only(boolean hosts) {
        Map<Scope, SampleSet> some = new LinkedHashMap<>();
        samples.forEach((scope, set) -> {
            if (scope.isHost() == hosts) {
                some.put(scope, set);
            }
        });
        return some;
    }

    /** The instance that was observed, without what was sampled of hosts. */
    Instance instance(
            String name, Outcome outcome, Marks marks, Optional<GateTimes> gate, WorkloadResult said, LogExcerpt log) {
        Optional<String> node = Optional.ofNullable(facts.get("node"));
        return new Instance(name, node, outcome, marks, gate, said, log, only(false), offset, facts);
    }
}
