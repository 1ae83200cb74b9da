package io.krater.experiment;

import io.krater.launch.Phase;
import io.krater.metric.Aggregate;
import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.metric.StartMetrics;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.Names;
import io.krater.suite.Order;
import io.krater.suite.Parameter;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How long it takes until many instances that are asked for at once are ready, and how much CPU time: a trial is a round at
 * one level, the number of instances. After RunD (Li et al., USENIX ATC 2022): every round starts as many as the level says,
 * waits until all are ready, then removes them. Immutable and thread-safe.
 *
 * @param design environments, a variant for each level, rounds as trials
 * @param ready the mark at which an instance counts as ready
 * @param readyTimeout how long a round waits for it
 * @param inFlight the most requests without an answer; empty for no bound
 * @param ratePerSecond requests a second where they are sent one at a time; empty for a burst
 * @param beside of whom CPU time is read beside the host's, by the name that stands in the figure
 * @param preWarm whether the first round of each level is kept but takes no part in any figure
 */
public record StartupExperiment(
        Suite design,
        String ready,
        Duration readyTimeout,
        OptionalLong inFlight,
        OptionalDouble ratePerSecond,
        Map<String, RuntimeProcesses> beside,
        boolean preWarm)
        implements Experiment {
    /** RunD's levels. */
    public static final List<Integer> RUND_LEVELS = List.of(1, 10, 20, 50, 100, 200, 300, 400);

    /** The parameter that a level is. */
    public static final String LEVEL = StartMetrics.LEVEL;

    /** Copies the map. */
    public StartupExperiment {
        beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
    }

    /** Latest ready less earliest request, in seconds: RunD's cold-start latency of a round. */
    public Metric makespan() {
        return StartMetrics.MAKESPAN;
    }

    /** Request to ready of each instance, brought down to a figure of the round, in seconds. */
    public Metric latency(Aggregate aggregate) {
        return StartMetrics.latency(aggregate);
    }

    /** Share of a round's instances that became ready, 0 to 1. */
    public static final Metric READY_SHARE = StartMetrics.READY_SHARE;

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(StartMetrics.all());
        beside.keySet().forEach(name -> metrics.add(Metric.measured(cpuOf(name), "ms", Direction.LOWER_IS_BETTER)));
        return List.copyOf(metrics);
    }

    /** Figure of a trial: CPU time of these processes in a round, in milliseconds an instance. */
    static String cpuOf(String name) {
        return "cpu_" + name + "_per_instance";
    }

    @Override
    public Session open(Environment environment, Bench bench) {
        return bench.session(new StartupRound(this, bench));
    }

    /** A builder for an experiment of this name. */
    public static Builder named(String name) {
        Objects.requireNonNull(name, "named must not be null");
        return new Builder(name);
    }

    /** Collects settings; defaults stand at the fields. Not thread-safe. */
    public static final class Builder {
        private static final int MOST = 100_000;

        private final Suite.Builder suite;
        private List<Integer> levels = RUND_LEVELS;
        private int rounds = 10;
        private String ready = Phase.FIRST_OUTPUT.label();
        private Duration readyTimeout = Duration.ofMinutes(2);
        private OptionalLong inFlight = OptionalLong.empty();
        private OptionalDouble rate = OptionalDouble.empty();
        private final Map<String, RuntimeProcesses> beside = new LinkedHashMap<>();
        private boolean preWarm = true;

        private Builder(String name) {
            suite = Suite.named(name).order(Order.RANDOMISED_BLOCKS);
        }

        /** Adds an environment; what it runs has to live until it is ended. */
        public Builder environment(Environment environment) {
            Objects.requireNonNull(environment, "environment must not be null");
            suite.environment(environment);
            return this;
        }

        /** Adds an environment; what it runs has to live until it is ended. */
        public Builder environment(Environment.Source environment) {
            Objects.requireNonNull(environment, "environment must not be null");
            return environment(environment.build());
        }

        /** The numbers of instances; RunD's eight until told otherwise. */
        public Builder levels(Integer... numbers) {
            Names.present("levels", numbers);
            levels = List.of(numbers);
            return this;
        }

        /** Rounds of each level that count; 10 until told otherwise. */
        public Builder rounds(int number) {
            rounds = number;
            return this;
        }

        /** Whether a round goes before them that takes no part in any figure; it does until told otherwise. */
        public Builder preWarm(boolean first) {
            preWarm = first;
            return this;
        }

        /** The moment at which an instance is ready; the first line of its output until told otherwise. */
        public Builder ready(Phase phase) {
            Objects.requireNonNull(phase, "ready must not be null");
            return ready(phase.label());
        }

        /** The same by the mark's name. */
        public Builder ready(String mark) {
            Objects.requireNonNull(mark, "ready must not be null");
            ready = mark;
            return this;
        }

        /** How long a round waits for its instances; 2 min until told otherwise. */
        public Builder readyTimeout(Duration most) {
            Objects.requireNonNull(most, "readyTimeout must not be null");
            readyTimeout = most;
            return this;
        }

        /** The most requests without an answer; no bound until told otherwise. */
        public Builder inFlight(int most) {
            inFlight = OptionalLong.of(most);
            return this;
        }

        /** Sends requests one at a time, so many a second, instead of all at once: latency rather than throughput. */
        public Builder oneAtATime(double perSecond) {
            rate = OptionalDouble.of(perSecond);
            return this;
        }

        /**
         * Reads CPU time of these processes in each round, such as of a runtime's daemon or its shims, beside the host's. Of a
         * cgroup it is all that was used in it; of processes that match a pattern, that of those alive when the round ends.
         *
         * @param name stands in the figure's name: 1 to 40 of {@code a-z 0-9 _}
         */
        public Builder cpuOf(String name, RuntimeProcesses processes) {
            Objects.requireNonNull(name, "name of cpuOf must not be null");
            Objects.requireNonNull(processes, "processes of cpuOf must not be null");
            require(
                    name.matches("[a-z0-9_]{1,40}"),
                    "a name of processes must be 1 to 40 of a-z 0-9 _, was \"" + name + "\"");
            require(beside.putIfAbsent(name, processes) == null, "processes \"" + name + "\" were given twice");
            return this;
        }

        /** Limits of each instance; none until told otherwise. */
        public Builder limits(Resources resources) {
            Objects.requireNonNull(resources, "limits must not be null");
            suite.limits(resources);
            return this;
        }

        /** Seed of the order; drawn and recorded until told otherwise. */
        public Builder seed(long seed) {
            suite.seed(seed);
            return this;
        }

        /**
         * The experiment.
         *
         * @throws IllegalArgumentException naming the value and the bound that it broke
         */
        public StartupExperiment build() {
            require(!levels.isEmpty(), "levels must not be empty");
            for (int level : levels) {
                require(level >= 1 && level <= MOST, "a level must be in 1.." + MOST + ", was " + level);
            }
            require(new TreeSet<>(levels).size() == levels.size(), "levels must be distinct, were " + levels);
            require(rounds >= 1, "rounds must be at least 1, was " + rounds);
            require(!ready.isBlank(), "ready must not be blank: it names the mark at which an instance is ready");
            require(
                    readyTimeout.compareTo(Duration.ofMillis(1)) >= 0,
                    "readyTimeout must be at least 1 ms, was " + readyTimeout);
            inFlight.ifPresent(most -> require(most >= 1, "inFlight must be at least 1, was " + most));
            rate.ifPresent(perSecond -> require(
                    perSecond > 0 && perSecond <= 1e6,
                    "requests a second must be above 0 and at most 1000000, was " + perSecond));
            String mode = rate.isPresent() ? "one-at-a-time" : "burst";
            ProgramWorkload.Builder workload = ProgramWorkload.named("startup-" + mode)
                    .gate(Gate.wholeLife())
                    .primaryMetric("makespan_seconds");
            for (int level : levels) {
                workload.variant(variant(level, mode));
            }
            Suite design = suite.workload(workload.build())
                    .trials(rounds + (preWarm ? 1 : 0))
                    .build();
            return new StartupExperiment(design, ready, readyTimeout, inFlight, rate, beside, preWarm);
        }

        private Variant variant(int level, String mode) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            parameters.put(LEVEL, Parameter.number(level));
            parameters.put("mode", Parameter.text(mode));
            rate.ifPresent(perSecond -> parameters.put("rate", Parameter.number(perSecond, "1/s")));
            inFlight.ifPresent(most -> parameters.put("in_flight", Parameter.number((double) most)));
            return new Variant(
                    String.format(Locale.ROOT, "%s_%03d", rate.isPresent() ? "rate" : "con", level),
                    parameters,
                    new ArrayList<>(),
                    Duration.ZERO,
                    Optional.empty(),
                    OptionalLong.empty());
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
