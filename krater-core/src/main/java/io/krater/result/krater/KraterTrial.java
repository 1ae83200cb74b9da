package io.krater.result.krater;

import io.krater.launch.ClockOffset;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.TrialId;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.suite.WorkloadResult;
import io.krater.trial.GateTimes;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a trial of an entry of KRATER's JSON. What the entry does not say is absent. */
final class KraterTrial {
    private static final Map<String, Phase> PHASES = Map.of(
            "start", Phase.REQUESTED,
            "running_time", Phase.RUNNING,
            "bench_start", Phase.BENCH_START,
            "end", Phase.BENCH_END);
    private static final SampleSeries NONE = SampleSeries.builder(Map.of()).build();

    private KraterTrial() {}

    /** The trial; its place in the order is known only when all files are. */
    static Trial of(KraterEntry entry, TrialId id, Variant variant) {
        List<String> lines =
                entry.output == null ? List.of() : entry.output.lines().toList();
        WorkloadResult report = report(variant, entry, lines);
        Map<Phase, Stamp> phases = new EnumMap<>(Phase.class);
        entry.phases.forEach((phase, nanos) -> {
            if (PHASES.containsKey(phase)) {
                // KRATER runs on the node and knows one clock
                phases.put(PHASES.get(phase), Stamp.node(nanos));
            }
        });
        Optional<GateTimes> gate = gate(phases);
        Map<Scope, SampleSet> samples = new LinkedHashMap<>();
        if (entry.samples != null) {
            samples.put(
                    Scope.CONTAINER,
                    new SampleSet(Scope.CONTAINER, entry.samples, NONE, entry.samples.size(), 0, 0, 0, Map.of()));
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source", "krater");
        entry.derived.forEach((figure, value) -> facts.put("krater." + figure, Double.toString(value)));
        return Trial.ofOne(
                id,
                0,
                0,
                variant,
                Resources.unlimited(),
                outcome(entry, report, gate),
                Marks.ofPhases(phases),
                gate,
                report,
                new LogExcerpt(lines, 0, entry.output == null ? 0 : entry.output.length()),
                samples,
                ClockOffset.none(),
                0,
                facts);
    }

    /** What KRATER parsed; what it did not parse but its copy of the log says. */
    private static WorkloadResult report(Variant variant, KraterEntry entry, List<String> lines) {
        WorkloadResult read = MatrixMultiplication.sizes(2).read(variant, lines);
        Map<String, Double> values = new LinkedHashMap<>(entry.parsed);
        read.values().forEach(values::putIfAbsent);
        return new WorkloadResult(values, Optional.ofNullable(entry.valid).or(read::valid));
    }

    private static Optional<GateTimes> gate(Map<Phase, Stamp> phases) {
        @Nullable Stamp start = phases.get(Phase.BENCH_START);
        @Nullable Stamp end = phases.get(Phase.BENCH_END);
        return start == null || end == null || end.epochNanos() <= start.epochNanos()
                ? Optional.empty()
                : Optional.of(new GateTimes(start.epochNanos(), end.epochNanos()));
    }

    private static Outcome outcome(KraterEntry entry, WorkloadResult report, Optional<GateTimes> gate) {
        if (report.valid().isPresent() && !report.valid().get()) {
            return failed(Kind.WRONG_RESULT, "the file says \"valid\": false");
        }
        boolean gated = entry.phases.containsKey("bench_start") || entry.phases.containsKey("end");
        if (gate.isEmpty() && (gated || report.values().isEmpty())) {
            return failed(Kind.NO_GATE, "the file has no bench_start and end of this trial that enclose a time");
        }
        if (entry.samples != null && entry.samples.size() == 0) {
            return failed(Kind.NO_SAMPLES, "the file has an empty list of samples");
        }
        return new Outcome.Completed();
    }

    private static Outcome failed(Kind kind, String message) {
        return new Outcome.Failed(FailureReason.of(kind, message));
    }
}
