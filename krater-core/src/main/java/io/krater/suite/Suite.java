package io.krater.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be measured: environments, a workload, limits, trials. Immutable; {@link #named} builds one.
 *
 * @param name names the results folder; 1 to 63 letters, digits, {@code _} or {@code -}
 * @param environments what is compared, with distinct names
 * @param workload what runs in each environment
 * @param resources limits of each trial
 * @param trials trials of each cell; with a rule to stop, the most there can be
 * @param stopRule when to stop before that; empty where the number of trials is fixed
 * @param order order of the trials
 * @param seed seed of the order; empty until a run draws one and records it
 * @param sampleEvery period of the fast samples
 * @param slowSampleEvery period of figures that are expensive to read
 * @param startTimeout longest wait from a trial's start to the opening of its gate, besides twice the expected warm-up
 * @param pause rest between two trials
 * @param cores cores that the workload is pinned to; empty for no pinning
 * @param procedure what is done around the trials, and what bounds them
 */
public record Suite(
        String name,
        List<Environment> environments,
        Workload workload,
        Resources resources,
        int trials,
        Optional<StopRule> stopRule,
        Order order,
        OptionalLong seed,
        Duration sampleEvery,
        Duration slowSampleEvery,
        Duration startTimeout,
        Duration pause,
        Set<Integer> cores,
        Procedure procedure) {

    private static final int MAX_TRIALS = 1_000_000;
    /** Nobody waits longer, and twice of it is a deadline in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * Checks every bound; the message names the value.
     *
     * @throws IllegalArgumentException naming the value and the bound that it broke
     */
    public Suite {
        Names.check("suite name", name);
        environments = List.copyOf(environments);
        cores = java.util.Collections.unmodifiableSet(new TreeSet<>(cores));
        require(!environments.isEmpty(), "a suite needs at least one environment, had none");
        Names.distinct(
                "environment names",
                environments.stream().map(Environment::name).toList());
        require(trials >= 1 && trials <= MAX_TRIALS, "trials must be in 1.." + MAX_TRIALS + ", was " + trials);
        int compared = environments.size();
        stopRule.ifPresent(rule -> checkRule(rule, trials, order, compared));
        between("sampleEvery", sampleEvery, Duration.ofMillis(1), Duration.ofHours(1));
        between("slowSampleEvery", slowSampleEvery, sampleEvery, Duration.ofHours(1));
        between("startTimeout", startTimeout, Duration.ofSeconds(1), Duration.ofDays(1));
        between("pause", pause, Duration.ZERO, Duration.ofDays(1));
        cores.forEach(core -> require(core >= 0, "cores must be numbers from 0 up, was " + core));
        checkBaseline(procedure, environments);
        List<Variant> variants = workload.variants();
        require(!variants.isEmpty(), "workload \"" + workload.name() + "\" must have at least one variant, had none");
        Names.distinct("variant labels", variants.stream().map(Variant::label).toList());
        for (Variant variant : variants) {
            checkVariant(variant, sampleEvery, resources);
        }
        checkUnits(variants);
    }

    /** A parameter is one column and one axis. */
    private static void checkUnits(List<Variant> variants) {
        Map<String, String> units = new HashMap<>();
        variants.forEach(variant -> variant.parameters()
                .forEach((name, value) -> value.asNumber().ifPresent(number -> {
                    String before = units.putIfAbsent(name, value.unit());
                    require(
                            before == null || before.equals(value.unit()),
                            "parameter \"" + name + "\" must have one unit in all variants, was in \"" + before
                                    + "\" and, in variant " + variant.label() + ", in \"" + value.unit() + "\"");
                })));
    }

    private static void checkVariant(Variant variant, Duration interval, Resources resources) {
        String of = " of variant " + variant.label();
        Names.arguments("arguments" + of, variant.arguments());
        between("warm-up" + of, variant.warmup(), Duration.ZERO, LONGEST);
        variant.gateTime().ifPresent(gate -> between("expected gate" + of, gate, Duration.ZERO, LONGEST));
        variant.dataBytes()
                .ifPresent(data -> require(data >= 0, "data" + of + " must not be negative, was " + data + " bytes"));
        variant.gateTime()
                .ifPresent(gate -> require(
                        interval.multipliedBy(2).compareTo(gate) <= 0,
                        "interval must be at most duration/2, was " + Quantities.format(interval)
                                + " for a duration of " + Quantities.format(gate)
                                + ": sampleEvery against the expected time"
                                + of + "; sample more often, or let it last longer"));
        if (variant.dataBytes().isPresent() && resources.memoryBytes().isPresent()) {
            long data = variant.dataBytes().getAsLong();
            long limit = resources.memoryBytes().getAsLong();
            require(
                    data <= limit,
                    "data of variant " + variant.label() + " must fit in the memory limit, was " + data
                            + " bytes for a limit of " + limit + " bytes");
        }
    }

    private static void checkBaseline(Procedure procedure, List<Environment> environments) {
        List<String> names = environments.stream().map(Environment::name).toList();
        procedure
                .baseline()
                .ifPresent(name ->
                        require(names.contains(name), "baseline must be one of " + names + ", was \"" + name + "\""));
    }

    /** Trials of each cell with those that warm up. */
    public int plannedTrials() {
        return procedure.warmupTrials() + trials;
    }

    private static void checkRule(StopRule rule, int trials, Order order, int environments) {
        String bounds = "was trials(" + rule.fewestTrials() + ", " + trials + ")";
        require(rule.fewestTrials() <= trials, "the fewest trials must be at most the most, " + bounds);
        require(
                rule.firstLook() <= trials,
                rule.name() + " does not stop before " + rule.firstLook()
                        + " trials of each cell, because fewer often hold no slow one, and " + bounds
                        + "; allow more than that, or say stopDespiteDoubts()");
        require(
                order == Order.RANDOMISED_BLOCKS,
                rule.name() + " needs order RANDOMISED_BLOCKS, because whole blocks go on or end, was " + order);
        require(
                !(rule instanceof VerdictRule) || environments > 1,
                "untilVerdict needs a second environment to set against the first, had " + environments);
    }

    private static void between(String what, Duration value, Duration low, Duration high) {
        require(
                value.compareTo(low) >= 0 && value.compareTo(high) <= 0,
                what + " must be in " + Quantities.format(low) + " to " + Quantities.format(high) + ", was "
                        + Quantities.format(value));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** A builder for a suite of this name. */
    public static Builder named(String name) {
        Objects.requireNonNull(name, "named must not be null");
        return new Builder(name);
    }

    /** A builder that holds this suite's settings. */
    public Builder toBuilder() {
        Builder builder = new Builder(name);
        builder.environments.addAll(environments);
        builder.workload = Optional.of(workload);
        builder.resources = resources;
        builder.trials = trials;
        stopRule.ifPresent(builder::stopRule);
        builder.order = order;
        builder.seed = seed;
        builder.sampleEvery = sampleEvery;
        builder.slowSampleEvery = Optional.of(slowSampleEvery);
        builder.startTimeout = startTimeout;
        builder.pause = pause;
        builder.cores = cores;
        builder.take(procedure);
        return builder;
    }

    /** Collects a suite's settings; defaults stand at the fields. Not thread-safe. */
    public static final class Builder extends ProcedureBuilder<Builder> {
        private static final Duration SLOW = Duration.ofSeconds(1);

        private final String name;
        private final List<Environment> environments = new ArrayList<>();
        private Optional<Workload> workload = Optional.empty();
        private Resources resources = Resources.unlimited();
        private int trials = 10;
        private OptionalInt fewestTrials = OptionalInt.empty();
        private Optional<StopWish> stop = Optional.empty();
        private boolean despiteDoubts;
        private Order order = Order.RANDOMISED_BLOCKS;
        private OptionalLong seed = OptionalLong.empty();
        private Duration sampleEvery = Duration.ofMillis(100);
        private Optional<Duration> slowSampleEvery = Optional.empty();
        private Duration startTimeout = Duration.ofMinutes(2);
        private Duration pause = Duration.ZERO;
        private Set<Integer> cores = Set.of();

        private Builder(String name) {
            this.name = name;
        }

        @Override
        Builder self() {
            return this;
        }

        /** Adds an environment. */
        public Builder environment(Environment environment) {
            Objects.requireNonNull(environment, "environment must not be null");
            environments.add(environment);
            return this;
        }

        /** Adds an environment. */
        public Builder environment(Environment.Source environment) {
            Objects.requireNonNull(environment, "environment must not be null");
            return environment(environment.build());
        }

        /** What runs in each environment. */
        public Builder workload(Workload workload) {
            Objects.requireNonNull(workload, "workload must not be null");
            this.workload = Optional.of(workload);
            return this;
        }

        /** Limits of each trial; none until told otherwise. */
        public Builder limits(Resources resources) {
            Objects.requireNonNull(resources, "limits must not be null");
            this.resources = resources;
            return this;
        }

        /** Trials of each cell, 1 to 1,000,000, fixed beforehand; 10 until told otherwise. */
        public Builder trials(int trials) {
            this.trials = trials;
            this.fewestTrials = OptionalInt.empty();
            return this;
        }

        /**
         * Bounds of the trials of each cell; {@link #untilPrecision(double)} or {@link #untilVerdict()} says when to stop
         * between them.
         *
         * @param fewest trials that run in any case, from 5 up
         * @param most trials after which the suite ends in any case
         */
        public Builder trials(int fewest, int most) {
            this.fewestTrials = OptionalInt.of(fewest);
            this.trials = most;
            return this;
        }

        /**
         * Whole blocks go on until the 95 % interval of the mean of the workload's primary metric is at most this wide in
         * every cell; needs {@link #trials(int, int)} and randomised blocks. Does not stop before
         * {@value PrecisionRule#FIRST_LOOK} trials, nor while a cell has outliers or autocorrelation, unless
         * {@link #stopDespiteDoubts} is called. What it costs: see {@link PrecisionRule}. Takes the place of
         * {@link #untilVerdict()}.
         *
         * @param relativeHalfWidth half the interval's width as a fraction of the mean, 0.0001 to 0.5, such as 0.02 for ± 2 %
         */
        public Builder untilPrecision(double relativeHalfWidth) {
            return stop(OptionalDouble.of(relativeHalfWidth), OptionalDouble.empty(), Optional.empty());
        }

        /**
         * The same for another metric.
         *
         * @param metric its name, of a built-in metric or of one that the run is given
         */
        public Builder untilPrecision(double relativeHalfWidth, String metric) {
            Objects.requireNonNull(metric, "metric of untilPrecision must not be null");
            return stop(OptionalDouble.of(relativeHalfWidth), OptionalDouble.empty(), Optional.of(metric));
        }

        /**
         * {@link #untilPrecision(double)} looks from the fewest trials on, and stops where intervals are narrow although a
         * cell has outliers or trials that depend on one another. The result says that it did.
         */
        public Builder stopDespiteDoubts() {
            this.despiteDoubts = true;
            return this;
        }

        /**
         * Whole blocks go on until every environment differs from the first one, in each variant, by the workload's primary
         * metric; equal ones run to the most trials. Needs {@link #trials(int, int)} and randomised blocks. Takes the place
         * of {@link #untilPrecision(double)}.
         */
        public Builder untilVerdict() {
            return stop(OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());
        }

        /**
         * Whole blocks go on until every environment is better or worse than the first one by at least a margin, or the same
         * within it.
         *
         * @param margin a fraction, 0.001 to 0.5, such as 0.02 for 2 %
         */
        public Builder untilVerdict(double margin) {
            return stop(OptionalDouble.empty(), OptionalDouble.of(margin), Optional.empty());
        }

        /**
         * The same for another metric.
         *
         * @param metric its name, of a built-in metric or of one that the run is given
         */
        public Builder untilVerdict(double margin, String metric) {
            Objects.requireNonNull(metric, "metric of untilVerdict must not be null");
            return stop(OptionalDouble.empty(), OptionalDouble.of(margin), Optional.of(metric));
        }

        /**
         * {@link #untilVerdict()} for another metric.
         *
         * @param metric its name, of a built-in metric or of one that the run is given
         */
        public Builder untilVerdict(String metric) {
            Objects.requireNonNull(metric, "untilVerdict must not be null");
            return stop(OptionalDouble.empty(), OptionalDouble.empty(), Optional.of(metric));
        }

        private Builder stop(OptionalDouble precision, OptionalDouble margin, Optional<String> metric) {
            this.stop = Optional.of(new StopWish(precision, margin, metric));
            return this;
        }

        /** The rule of a suite, or of a description: bounds and all. */
        private void stopRule(StopRule rule) {
            this.fewestTrials = OptionalInt.of(rule.fewestTrials());
            if (rule instanceof PrecisionRule precise) {
                stop(
                        OptionalDouble.of(precise.relativeHalfWidth()),
                        OptionalDouble.empty(),
                        Optional.of(rule.metric()));
                this.despiteDoubts = precise.despiteDoubts();
            } else if (rule instanceof VerdictRule verdict) {
                stop(OptionalDouble.empty(), verdict.margin(), Optional.of(rule.metric()));
            }
        }

        /** Order of the trials; randomised blocks until told otherwise. */
        public Builder order(Order order) {
            Objects.requireNonNull(order, "order must not be null");
            this.order = order;
            return this;
        }

        /** Seed of the order; drawn and recorded until told otherwise. */
        public Builder seed(long seed) {
            this.seed = OptionalLong.of(seed);
            return this;
        }

        /** Period of the fast samples, 1 ms to 1 h and at most half the gate; 100 ms until told otherwise. */
        public Builder sampleEvery(Duration period) {
            Objects.requireNonNull(period, "sampleEvery must not be null");
            this.sampleEvery = period;
            return this;
        }

        /**
         * Period of figures that are expensive to read, for the kernel too, from the fast period to 1 h; 1 s, or the fast
         * period if that is longer, until told otherwise. Shorter ones tell little more: memory.stat may be 2 s old. The gate's
         * edges are sampled besides.
         */
        public Builder slowSampleEvery(Duration period) {
            Objects.requireNonNull(period, "slowSampleEvery must not be null");
            this.slowSampleEvery = Optional.of(period);
            return this;
        }

        /**
         * Longest wait from a trial's start to the opening of its gate, besides twice the expected warm-up; 1 s to 1 day, 2 min
         * until told otherwise.
         */
        public Builder startTimeout(Duration timeout) {
            Objects.requireNonNull(timeout, "startTimeout must not be null");
            this.startTimeout = timeout;
            return this;
        }

        /** Rest between two trials, up to 1 day; none until told otherwise. */
        public Builder pause(Duration pause) {
            Objects.requireNonNull(pause, "pause must not be null");
            this.pause = pause;
            return this;
        }

        /** Pins the workload to these cores; not pinned until told otherwise. */
        public Builder pinTo(Integer... cores) {
            Names.present("pinTo", cores);
            Set<Integer> distinct = new TreeSet<>();
            for (Integer core : cores) {
                if (!distinct.add(core)) {
                    throw new IllegalArgumentException("pinTo must name each core once, named " + core + " twice");
                }
            }
            this.cores = Set.copyOf(distinct);
            return this;
        }

        /**
         * The suite.
         *
         * @throws IllegalArgumentException naming the value and the bound that it broke
         */
        public Suite build() {
            Workload chosen =
                    workload.orElseThrow(() -> new IllegalArgumentException("a suite needs a workload, had none"));
            Duration slow = slowSampleEvery.orElse(sampleEvery.compareTo(SLOW) > 0 ? sampleEvery : SLOW);
            return new Suite(
                    name,
                    environments.stream().map(this::withCommon).toList(),
                    chosen,
                    resources,
                    trials,
                    stopRule(chosen),
                    order,
                    seed,
                    sampleEvery,
                    slow,
                    startTimeout,
                    pause,
                    cores,
                    procedure());
        }

        private Optional<StopRule> stopRule(Workload chosen) {
            if (stop.isEmpty()) {
                require(
                        fewestTrials.isEmpty(),
                        "trials(" + fewestTrials.orElse(0) + ", " + trials
                                + ") needs untilPrecision or untilVerdict, which say when to stop between the two");
                return Optional.empty();
            }
            StopWish wish = stop.get();
            String name = wish.precision().isPresent() ? "untilPrecision" : "untilVerdict";
            require(
                    fewestTrials.isPresent(),
                    name + " needs the bounds trials(fewest, most), was trials(" + trials + ")");
            require(
                    wish.precision().isPresent() || !despiteDoubts,
                    "stopDespiteDoubts() belongs to untilPrecision; untilVerdict makes its intervals the wider for them");
            String metric = wish.metric().orElseGet(chosen::primaryMetric);
            return Optional.of(
                    wish.precision().isPresent()
                            ? new PrecisionRule(
                                    fewestTrials.getAsInt(), wish.precision().getAsDouble(), metric, despiteDoubts)
                            : new VerdictRule(fewestTrials.getAsInt(), wish.margin(), metric));
        }

        /** What was asked of a rule to stop; without a precision, a verdict. */
        private record StopWish(OptionalDouble precision, OptionalDouble margin, Optional<String> metric) {}
    }
}
