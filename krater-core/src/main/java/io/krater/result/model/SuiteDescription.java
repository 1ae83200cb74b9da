package io.krater.result.model;

import io.krater.suite.Environment;
import io.krater.suite.Hook;
import io.krater.suite.Names;
import io.krater.suite.Order;
import io.krater.suite.Procedure;
import io.krater.suite.Resources;
import io.krater.suite.Service;
import io.krater.suite.StopRule;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A suite as its results tell of it: all but the code that read the workload's log. Immutable and thread-safe.
 *
 * @param name the suite's name
 * @param environments what was compared
 * @param workload what ran
 * @param limits the limits that were asked for
 * @param schedule how often and in which order; empty where the results do not say (KRATER's files)
 */
public record SuiteDescription(
        String name,
        List<DescribedEnvironment> environments,
        DescribedWorkload workload,
        Resources limits,
        Optional<Schedule> schedule) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if two environments or two variants have the same name
     */
    public SuiteDescription {
        environments = List.copyOf(environments);
        distinct(
                "environment names",
                environments.stream().map(DescribedEnvironment::name).toList());
        distinct(
                "variant labels",
                workload.variants().stream().map(Variant::label).toList());
    }

    private static void distinct(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " must be distinct, \"" + name + "\" is there twice");
            }
        }
    }

    /**
     * An environment.
     *
     * @param name its name
     * @param target what ran; empty where the results do not say
     * @param variables environment variables of the workload's process
     * @param attributes settings for the launcher
     */
    public record DescribedEnvironment(
            String name,
            Optional<Environment.Target> target,
            Map<String, String> variables,
            Map<String, String> attributes) {
        /**
         * Checks the name as that of an environment is, and copies the maps.
         *
         * @throws IllegalArgumentException if the name breaks the rule
         */
        public DescribedEnvironment {
            Names.check("environment name", name);
            variables = Map.copyOf(variables);
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * A workload.
     *
     * @param name its name
     * @param variants what it was asked to do
     * @param gateStart regular expression of the line that opens the gate; empty where the program's start does
     * @param gateEnd regular expression of the line that closes the gate; empty where the program's end does
     * @param held whether the program was to wait until the sampler was attached; pods do not
     * @param primaryMetric name of the metric that it is about; empty where the results do not say
     */
    public record DescribedWorkload(
            String name,
            List<Variant> variants,
            Optional<String> gateStart,
            Optional<String> gateEnd,
            boolean held,
            Optional<String> primaryMetric) {
        /** Copies the list. */
        public DescribedWorkload {
            variants = List.copyOf(variants);
        }
    }

    /**
     * How often and in which order trials run.
     *
     * @param trials trials of each cell; with a rule to stop, the most there can be
     * @param stopRule when to stop before that; empty where the number of trials is fixed
     * @param order order of the trials
     * @param sampleEvery period of the fast samples
     * @param slowSampleEvery period of figures that are expensive to read
     * @param startTimeout longest wait for the opening of the gate, besides twice the expected warm-up
     * @param pause rest between two trials
     * @param cores cores that the workload is pinned to
     * @param procedure what is done around the trials
     */
    public record Schedule(
            int trials,
            Optional<StopRule> stopRule,
            Order order,
            Duration sampleEvery,
            Duration slowSampleEvery,
            Duration startTimeout,
            Duration pause,
            Set<Integer> cores,
            DescribedProcedure procedure) {
        /** Copies the set. */
        public Schedule {
            cores = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(cores));
        }

        /** The most trials of each cell with those that warm up. */
        public int plannedTrials() {
            return procedure.warmupTrials() + trials;
        }
    }

    /**
     * What is done around the trials, and what bounds them.
     *
     * @param services programs that run meanwhile, in words
     * @param beforeSuite hooks before the first trial, in words
     * @param beforeTrial hooks before each trial, in words
     * @param afterTrial hooks after each trial, in words
     * @param warmupTrials trials of each cell that go before those that count
     * @param timeout longest time of a trial
     * @param budget time after which no further block begins
     * @param baseline environment that the others are compared with; empty for the first one
     */
    public record DescribedProcedure(
            List<String> services,
            List<String> beforeSuite,
            List<String> beforeTrial,
            List<String> afterTrial,
            int warmupTrials,
            Optional<Duration> timeout,
            Optional<Duration> budget,
            Optional<String> baseline) {
        /** Nothing but the trials. */
        public static final DescribedProcedure NONE = of(Procedure.NONE);

        /** Copies the lists. */
        public DescribedProcedure {
            services = List.copyOf(services);
            beforeSuite = List.copyOf(beforeSuite);
            beforeTrial = List.copyOf(beforeTrial);
            afterTrial = List.copyOf(afterTrial);
        }

        /** The description of a procedure. */
        public static DescribedProcedure of(Procedure procedure) {
            return new DescribedProcedure(
                    procedure.services().stream().map(Service::text).toList(),
                    texts(procedure.beforeSuite()),
                    texts(procedure.beforeTrial()),
                    texts(procedure.afterTrial()),
                    procedure.warmupTrials(),
                    procedure.timeout(),
                    procedure.budget(),
                    procedure.baseline());
        }

        private static List<String> texts(List<Hook> hooks) {
            return hooks.stream().map(Hook::text).toList();
        }
    }

    /** The environment that the others are compared with, where the suite marks one. */
    public Optional<String> baseline() {
        return schedule.flatMap(times -> times.procedure().baseline());
    }

    /** The description of a suite. */
    public static SuiteDescription of(Suite suite) {
        List<DescribedEnvironment> environments = suite.environments().stream()
                .map(environment -> new DescribedEnvironment(
                        environment.name(),
                        Optional.of(environment.target()),
                        environment.variables(),
                        environment.attributes()))
                .toList();
        DescribedWorkload workload = new DescribedWorkload(
                suite.workload().name(),
                suite.workload().variants(),
                suite.workload().gate().start().map(Pattern::pattern),
                suite.workload().gate().end().map(Pattern::pattern),
                suite.workload().gate().held(),
                Optional.of(suite.workload().primaryMetric()));
        Schedule schedule = new Schedule(
                suite.trials(),
                suite.stopRule(),
                suite.order(),
                suite.sampleEvery(),
                suite.slowSampleEvery(),
                suite.startTimeout(),
                suite.pause(),
                suite.cores(),
                DescribedProcedure.of(suite.procedure()));
        return new SuiteDescription(suite.name(), environments, workload, suite.resources(), Optional.of(schedule));
    }

    /**
     * What makes results of the two suites not comparable, one sentence each; empty where a run of the other may go on
     * in this one's folder. The number of trials, the start's timeout, the budget, the baseline and what is merely expected of
     * a variant may differ.
     */
    public List<String> differences(SuiteDescription other) {
        List<String> differences = new ArrayList<>();
        Map<String, String> here = identity();
        Map<String, String> there = other.identity();
        Set<String> keys = new LinkedHashSet<>(here.keySet());
        keys.addAll(there.keySet());
        for (String key : keys) {
            String was = here.get(key);
            String is = there.get(key);
            if (was == null) {
                differences.add(key + " is new (" + is + ")");
            } else if (is == null) {
                differences.add(key + " is gone (was " + was + ")");
            } else if (!was.equals(is)) {
                differences.add(key + " was " + was + ", is " + is);
            }
        }
        // the plan shuffles the lists as they are given: another order is another plan under the same seed
        reordered("environments", environmentNames(), other.environmentNames()).ifPresent(differences::add);
        reordered("variants", variantLabels(), other.variantLabels()).ifPresent(differences::add);
        return differences;
    }

    private static Optional<String> reordered(String what, List<String> was, List<String> is) {
        boolean same = was.equals(is) || !Set.copyOf(was).equals(Set.copyOf(is));
        return same ? Optional.empty() : Optional.of("order of " + what + " was " + was + ", is " + is);
    }

    private List<String> environmentNames() {
        return environments.stream().map(DescribedEnvironment::name).toList();
    }

    private List<String> variantLabels() {
        return workload.variants().stream().map(Variant::label).toList();
    }

    private Map<String, String> identity() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("workload", workload.name());
        facts.put("gate start", workload.gateStart().orElse("the program's start"));
        facts.put("gate end", workload.gateEnd().orElse("the program's end"));
        facts.put("gate held", Boolean.toString(workload.held()));
        for (Variant variant : workload.variants()) {
            String key = "variant " + variant.label();
            facts.put(key, "run with " + variant.arguments());
            facts.put(key + " parameters", variant.parameters().toString());
            facts.put(
                    key + " data",
                    variant.dataBytes().isPresent() ? variant.dataBytes().getAsLong() + " bytes" : "unknown");
        }
        for (DescribedEnvironment environment : environments) {
            String key = "environment " + environment.name();
            facts.put(key, environment.target().map(SuiteDescription::text).orElse("unknown"));
            facts.put(key + " variables", new TreeMap<>(environment.variables()).toString());
            facts.put(key + " attributes", new TreeMap<>(environment.attributes()).toString());
        }
        facts.put(
                "cpu limit", limits.cpuMillis().isPresent() ? limits.cpuMillis().getAsInt() + "m" : "none");
        facts.put(
                "memory limit",
                limits.memoryBytes().isPresent() ? limits.memoryBytes().getAsLong() + " bytes" : "none");
        schedule.ifPresent(times -> {
            facts.put("order", times.order().name());
            facts.put("rule to stop", times.stopRule().map(StopRule::toString).orElse("none"));
            facts.put("sampleEvery", times.sampleEvery().toString());
            facts.put("slowSampleEvery", times.slowSampleEvery().toString());
            facts.put("pause", times.pause().toString());
            facts.put("cores", times.cores().toString());
            DescribedProcedure around = times.procedure();
            facts.put("services", around.services().toString());
            facts.put("beforeSuite", around.beforeSuite().toString());
            facts.put("beforeTrial", around.beforeTrial().toString());
            facts.put("afterTrial", around.afterTrial().toString());
            facts.put("warmupTrials", Integer.toString(around.warmupTrials()));
            facts.put("timeout", around.timeout().map(Duration::toString).orElse("none"));
        });
        return facts;
    }

    private static String text(Environment.Target target) {
        if (target instanceof Environment.Image image) {
            return "image " + image.reference() + " under "
                    + image.runtimeClass().orElse("the default runtime")
                    + (image.command().isEmpty() ? "" : " with " + image.command());
        }
        return "command " + ((Environment.Command) target).words();
    }
}
