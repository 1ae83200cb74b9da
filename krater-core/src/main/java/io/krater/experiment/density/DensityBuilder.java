package io.krater.experiment.density;

import io.krater.experiment.RuntimeProcesses;
import io.krater.experiment.StartupExperiment;
import io.krater.launch.Phase;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Collects the settings of a {@link DensityExperiment}; defaults stand at the fields. Not thread-safe. */
public final class DensityBuilder {
    private static final int MOST = 100_000;

    private final String name;
    private final Suite.Builder suite;
    private final List<Environment> environments = new ArrayList<>();
    private List<Integer> densities = DensityExperiment.RUND_DENSITIES;
    private List<Integer> memory = List.of();
    private List<Integer> levels = List.of();
    private OptionalInt untilRefusal = OptionalInt.empty();
    private int batch = 10;
    private int ramps = 5;
    private String ready = Phase.FIRST_OUTPUT.label();
    private Duration readyTimeout = Duration.ofMinutes(2);
    private RuntimeProcesses processes = RuntimeProcesses.ofInstances();
    private SettleRule settle = new SettleRule(0.01, Duration.ofSeconds(1), Duration.ofMinutes(1));
    private Duration idle = Duration.ofSeconds(2);
    private long leaveAvailable = 256L << 20;
    private Resources limits = Resources.unlimited();
    private HostView host = new ThisHost();

    DensityBuilder(String name) {
        this.name = name;
        this.suite = Suite.named(name).order(Order.ASCENDING);
    }

    /** Adds an environment; what it runs has to live until it is ended. */
    public DensityBuilder environment(Environment environment) {
        Objects.requireNonNull(environment, "environment must not be null");
        suite.environment(environment);
        environments.add(environment);
        return this;
    }

    /** Adds an environment; what it runs has to live until it is ended. */
    public DensityBuilder environment(Environment.Source environment) {
        Objects.requireNonNull(environment, "environment must not be null");
        return environment(environment.build());
    }

    /** How many are held, ascending; RunD's six until told otherwise. */
    public DensityBuilder densities(Integer... numbers) {
        Names.present("densities", numbers);
        densities = List.of(numbers);
        return this;
    }

    /** Limits of memory of each instance, in MiB, a ramp for each; no limit until told otherwise. */
    public DensityBuilder memorySizes(Integer... mebibytes) {
        Names.present("memorySizes", mebibytes);
        memory = List.of(mebibytes);
        return this;
    }

    /** Starts so many at once on top of each density, a round for each; none until told otherwise. */
    public DensityBuilder levels(Integer... numbers) {
        Names.present("levels", numbers);
        levels = List.of(numbers);
        return this;
    }

    /** Grows on after the last density, until no more can be started or this many are held. */
    public DensityBuilder untilRefusal(int most) {
        untilRefusal = OptionalInt.of(most);
        return this;
    }

    /** The most that are started at once while a density grows; 10, as RunD, until told otherwise. */
    public DensityBuilder batch(int most) {
        batch = most;
        return this;
    }

    /** Repetitions, each a whole ramp; 5 until told otherwise. */
    public DensityBuilder ramps(int number) {
        ramps = number;
        return this;
    }

    /** The moment at which an instance is ready; the first line of its output until told otherwise. */
    public DensityBuilder ready(Phase phase) {
        Objects.requireNonNull(phase, "ready must not be null");
        return ready(phase.label());
    }

    /** The same by the mark's name. */
    public DensityBuilder ready(String mark) {
        Objects.requireNonNull(mark, "ready must not be null");
        ready = mark;
        return this;
    }

    /** How long each batch and each round is waited for; 2 min until told otherwise. */
    public DensityBuilder readyTimeout(Duration most) {
        Objects.requireNonNull(most, "readyTimeout must not be null");
        readyTimeout = most;
        return this;
    }

    /** Whose memory and CPU time is read; the instances' own processes until told otherwise. */
    public DensityBuilder processes(RuntimeProcesses which) {
        Objects.requireNonNull(which, "processes must not be null");
        processes = which;
        return this;
    }

    /** When memory counts as settled: a change of at most 1 % in 1 s, for at most 1 min, until told otherwise. */
    public DensityBuilder settle(SettleRule rule) {
        Objects.requireNonNull(rule, "settle must not be null");
        settle = rule;
        return this;
    }

    /** How long idle CPU time is measured at each density; 2 s until told otherwise, zero for not at all. */
    public DensityBuilder idle(Duration time) {
        Objects.requireNonNull(time, "idle must not be null");
        idle = time;
        return this;
    }

    /** Memory of this host that has to be available for more to be started, in MiB; 256 until told otherwise. */
    public DensityBuilder leaveAvailable(int mebibytes) {
        leaveAvailable = (long) mebibytes << 20;
        return this;
    }

    /** Limits of each instance; none until told otherwise. */
    public DensityBuilder limits(Resources resources) {
        Objects.requireNonNull(resources, "limits must not be null");
        limits = resources;
        return this;
    }

    /** Seed of the order of environments; drawn and recorded until told otherwise. */
    public DensityBuilder seed(long seed) {
        suite.seed(seed);
        return this;
    }

    DensityBuilder host(HostView view) {
        host = view;
        return this;
    }

    /**
     * The experiment.
     *
     * @throws IllegalArgumentException naming the value and the bound that it broke
     */
    public DensityExperiment build() {
        counts("density", "densities", densities);
        require(!densities.isEmpty(), "densities must not be empty");
        require(
                densities.equals(List.copyOf(new TreeSet<>(densities))),
                "densities must ascend, because what is held only grows, were " + densities);
        counts("level", "levels", levels);
        for (int size : memory) {
            require(size >= 4 && size <= 1 << 30, "a memory size must be in 4..1073741824 MiB, was " + size);
        }
        distinct("memory sizes", memory);
        require(
                memory.isEmpty() || limits.memoryBytes().isEmpty(),
                "memory is limited by memorySizes already, limits gave " + limits.memoryBytes() + " bytes too");
        int last = densities.get(densities.size() - 1);
        untilRefusal.ifPresent(most -> require(
                most > last && most <= MOST,
                "untilRefusal must be above the last density, " + last + ", and at most " + MOST + ", was " + most));
        require(batch >= 1 && batch <= MOST, "batch must be in 1.." + MOST + ", was " + batch);
        require(ramps >= 1, "ramps must be at least 1, was " + ramps);
        require(!idle.isNegative(), "idle must not be negative, was " + idle);
        require(leaveAvailable >= 0, "leaveAvailable must not be negative, was " + (leaveAvailable >> 20) + " MiB");
        ProgramWorkload.Builder workload =
                ProgramWorkload.named("density").gate(Gate.wholeLife()).primaryMetric("pss_per_container");
        List<OptionalInt> sizes = memory.isEmpty()
                ? List.of(OptionalInt.empty())
                : memory.stream().map(OptionalInt::of).toList();
        sizes.forEach(size -> variants(size).forEach(workload::variant));
        memory.stream().max(Integer::compare).ifPresent(most -> limits = limits.memory(most + "Mi"));
        Suite design =
                suite.limits(limits).workload(workload.build()).trials(ramps).build();
        DensitySettings settings =
                new DensitySettings(ready, readyTimeout, batch, processes, settle, idle, leaveAvailable, host);
        return new DensityExperiment(design, onTop(), !levels.isEmpty(), settings);
    }

    private StartupExperiment onTop() {
        StartupExperiment.Builder rounds = StartupExperiment.named(name)
                .preWarm(false)
                .ready(ready)
                .readyTimeout(readyTimeout)
                .levels(levels.isEmpty() ? new Integer[] {1} : levels.toArray(Integer[]::new));
        environments.forEach(rounds::environment);
        return rounds.build();
    }

    private List<Variant> variants(OptionalInt size) {
        List<Variant> variants = new ArrayList<>();
        String prefix = size.isPresent() ? size.getAsInt() + "MB_" : "";
        for (int density : densities) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            size.ifPresent(mebibytes -> parameters.put(DensityVariant.MEMORY, Parameter.number(mebibytes, "MiB")));
            parameters.put(DensityVariant.DENSITY, Parameter.number(density));
            String label = prefix + String.format(Locale.ROOT, "density_%04d", density);
            variants.add(variant(label, parameters));
            for (int level : levels) {
                Map<String, Parameter> more = new LinkedHashMap<>(parameters);
                more.put(StartupExperiment.LEVEL, Parameter.number(level));
                variants.add(variant(label + String.format(Locale.ROOT, "_con_%03d", level), more));
            }
        }
        untilRefusal.ifPresent(most -> {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            size.ifPresent(mebibytes -> parameters.put(DensityVariant.MEMORY, Parameter.number(mebibytes, "MiB")));
            parameters.put(DensityVariant.DENSITY, Parameter.number(most));
            parameters.put(DensityVariant.UNTIL, Parameter.text(DensityVariant.REFUSAL));
            variants.add(variant(prefix + "until_refusal", parameters));
        });
        return variants;
    }

    private static Variant variant(String label, Map<String, Parameter> parameters) {
        return new Variant(label, parameters, List.of(), Duration.ZERO, Optional.empty(), OptionalLong.empty());
    }

    private static void counts(String one, String all, List<Integer> numbers) {
        for (int number : numbers) {
            require(number >= 1 && number <= MOST, "a " + one + " must be in 1.." + MOST + ", was " + number);
        }
        distinct(all, numbers);
    }

    private static void distinct(String what, List<Integer> numbers) {
        require(new TreeSet<>(numbers).size() == numbers.size(), what + " must be distinct, were " + numbers);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
