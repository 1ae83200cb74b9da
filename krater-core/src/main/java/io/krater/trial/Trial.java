package io.krater.trial;

import io.krater.launch.ClockOffset;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.sample.Column;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.suite.WorkloadResult;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * All that was observed of one trial, the unit of all statistics. Metrics are derived from it and from nothing else.
 *
 * <p>It consists of one instance or of many, and of what was seen of it as a whole. The methods that look at a gate, a
 * log or marks without naming an instance speak of the only one; where there are many they are empty, or speak of the
 * trial as a whole.
 *
 * @param id which trial
 * @param position place in the order in which the trials were planned, from 0 up
 * @param block the block it belongs to, from 0 up
 * @param variant what it ran
 * @param limits the limits that were asked for
 * @param outcome how it came out
 * @param instances what it consists of, at least one, with distinct names
 * @param whole what was seen of it as a whole
 * @param clockStepNanos by how much the client's wall clock was set during the trial, against monotonic time
 */
public record Trial(
        TrialId id,
        int position,
        int block,
        Variant variant,
        Resources limits,
        Outcome outcome,
        List<Instance> instances,
        Whole whole,
        long clockStepNanos) {

    /** The name of a trial's instance where it has one only. */
    public static final String ONLY = "1";

    /**
     * What was seen of a trial as a whole.
     *
     * @param marks moments of the trial rather than of one of its instances
     * @param samples what was sampled of it: hosts, the runtime's processes
     * @param figures what its session measured, by name
     * @param facts what else is known
     * @param exclusion why it takes no part in any figure; empty where it does
     */
    public record Whole(
            Marks marks,
            Map<Scope, SampleSet> samples,
            Map<String, MeasuredValue> figures,
            Map<String, String> facts,
            Optional<Exclusion> exclusion) {
        private static final Whole NOTHING = new Whole(Marks.none(), Map.of(), Map.of(), Map.of());

        /** What was seen of a trial that is not set aside. */
        public Whole(
                Marks marks,
                Map<Scope, SampleSet> samples,
                Map<String, MeasuredValue> figures,
                Map<String, String> facts) {
            this(marks, samples, figures, facts, Optional.empty());
        }

        /** Copies the maps. */
        public Whole {
            samples = copy(samples);
            figures = copy(figures);
            facts = copy(facts);
        }

        /** Nothing but what is known of the instances. */
        public static Whole nothing() {
            return NOTHING;
        }
    }

    /**
     * Copies the instances.
     *
     * @throws IllegalArgumentException if there is none, two have one name, or the exclusion is another trial's
     */
    public Trial {
        instances = List.copyOf(instances);
        if (instances.isEmpty()) {
            throw new IllegalArgumentException("trial " + id + " needs at least one instance, had none");
        }
        if (whole.exclusion().isPresent() && !whole.exclusion().get().trial().equals(id)) {
            throw new IllegalArgumentException("trial " + id + " has the exclusion of trial "
                    + whole.exclusion().get().trial());
        }
        if (instances.size() > 1) {
            Set<String> names = new HashSet<>();
            for (Instance instance : instances) {
                if (!names.add(instance.name())) {
                    throw new IllegalArgumentException("instances of trial " + id + " must have distinct names, \""
                            + instance.name() + "\" is there twice");
                }
            }
        }
    }

    /**
     * A trial as it was planned, with what was seen of it.
     *
     * @param clockStepNanos by how much the client's wall clock was set during the trial
     */
    public static Trial of(
            PlannedTrial planned,
            Resources limits,
            Outcome outcome,
            List<Instance> instances,
            Whole whole,
            long clockStepNanos) {
        return new Trial(
                planned.id(),
                planned.position(),
                planned.block(),
                planned.variant(),
                limits,
                outcome,
                instances,
                whole,
                clockStepNanos);
    }

    /** A trial of one instance; what was sampled of hosts belongs to the trial as a whole. */
    public static Trial ofOne(
            TrialId id,
            int position,
            int block,
            Variant variant,
            Resources limits,
            Outcome outcome,
            Marks marks,
            Optional<GateTimes> gate,
            WorkloadResult workloadResult,
            LogExcerpt log,
            Map<Scope, SampleSet> samples,
            ClockOffset clockOffset,
            long clockStepNanos,
            Map<String, String> facts) {
        Map<Scope, SampleSet> hosts = new LinkedHashMap<>();
        Map<Scope, SampleSet> own = new LinkedHashMap<>();
        samples.forEach((scope, set) -> (scope.isHost() ? hosts : own).put(scope, set));
        Optional<String> node = Optional.ofNullable(facts.get("node"));
        Instance only = new Instance(ONLY, node, outcome, marks, gate, workloadResult, log, own, clockOffset, facts);
        return new Trial(
                id,
                position,
                block,
                variant,
                limits,
                outcome,
                List.of(only),
                new Whole(Marks.none(), hosts, Map.of(), Map.of()),
                clockStepNanos);
    }

    /** Why the trial takes no part in any figure; empty where it does. */
    public Optional<Exclusion> exclusion() {
        return whole.exclusion();
    }

    /** Whether the trial takes part in figures: it completed and is not set aside. */
    public boolean counts() {
        return outcome.isCompleted() && whole.exclusion().isEmpty();
    }

    /**
     * The same trial set aside.
     *
     * @throws IllegalArgumentException if the exclusion is another trial's
     */
    public Trial excluded(Exclusion exclusion) {
        Whole with = new Whole(whole.marks(), whole.samples(), whole.figures(), whole.facts(), Optional.of(exclusion));
        return new Trial(id, position, block, variant, limits, outcome, instances, with, clockStepNanos);
    }

    /** The same trial at another place in the order of the run. */
    public Trial at(int otherPosition, int otherBlock) {
        return new Trial(id, otherPosition, otherBlock, variant, limits, outcome, instances, whole, clockStepNanos);
    }

    /** The same trial that came out otherwise as a whole; its instances stay as they are. */
    public Trial with(Outcome other) {
        return new Trial(id, position, block, variant, limits, other, instances, whole, clockStepNanos);
    }

    /** The only instance; empty where there are many. */
    public Optional<Instance> only() {
        return instances.size() == 1 ? Optional.of(instances.get(0)) : Optional.empty();
    }

    /** The moments of the trial as a whole, and those of the only instance. */
    public Marks marks() {
        return only().map(one -> one.marks().and(whole.marks())).orElse(whole.marks());
    }

    /** The well-known ones of {@link #marks}. */
    public Map<Phase, Stamp> phases() {
        return marks().phases();
    }

    /** The gate of the only instance. */
    public Optional<GateTimes> gate() {
        return only().flatMap(Instance::gate);
    }

    /** What the workload of the only instance said of its work; nothing where there are many. */
    public WorkloadResult workloadResult() {
        return only().map(Instance::workloadResult).orElse(WorkloadResult.none());
    }

    /** What is kept of the log of the only instance; nothing where there are many. */
    public LogExcerpt log() {
        return only().map(Instance::log).orElse(LogExcerpt.none());
    }

    /** The offset between the clock of the only instance's node and the client's; none where there are many. */
    public ClockOffset clockOffset() {
        return only().map(Instance::clockOffset).orElse(ClockOffset.none());
    }

    /** What was sampled of the trial as a whole, and of the only instance. */
    public Map<Scope, SampleSet> samples() {
        return only().map(one -> union(one.samples(), whole.samples())).orElse(whole.samples());
    }

    /** What else is known of the trial as a whole, and of the only instance. */
    public Map<String, String> facts() {
        return only().map(one -> union(one.facts(), whole.facts())).orElse(whole.facts());
    }

    /** Seconds from one moment to another, on one clock or across the known offset; empty where one was not observed. */
    public OptionalDouble seconds(String from, String to) {
        return marks().seconds(from, to, clockOffset());
    }

    /** The same for well-known moments. */
    public OptionalDouble seconds(Phase from, Phase to) {
        return seconds(from.label(), to.label());
    }

    /** The gated view of a figure in the scope that speaks for the workload: the container, else the pod. */
    public Optional<GatedColumn> gated(Column column) {
        return only().flatMap(one -> one.gated(column));
    }

    /** The gated view of a figure in a scope; empty without a gate or without samples of the figure. */
    public Optional<GatedColumn> gated(Scope scope, Column column) {
        return only().flatMap(one -> one.gated(scope, column)
                .or(() -> Optional.ofNullable(whole.samples().get(scope)).flatMap(set -> one.gatedIn(set, column))));
    }

    private static <K, V> Map<K, V> union(Map<K, V> first, Map<K, V> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        Map<K, V> all = new LinkedHashMap<>(first);
        second.forEach(all::putIfAbsent);
        return Collections.unmodifiableMap(all);
    }

    private static <K, V> Map<K, V> copy(Map<K, V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
