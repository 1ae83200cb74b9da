package io.krater.result;

import io.krater.launch.Capture;
import io.krater.launch.ClockOffset;
import io.krater.launch.FailureReason;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.monitor.HostRecord;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.plan.TrialPlan;
import io.krater.result.model.Part;
import io.krater.result.model.ResultData;
import io.krater.result.model.StoredTrial;
import io.krater.result.model.SuiteDescription;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import io.krater.suite.Workload;
import io.krater.suite.WorkloadResult;
import io.krater.trial.GateTimes;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Results made of numbers that a test states: the environments, what each trial gave, and what was sampled. */
public final class Synthetic {
    private static final long START = 1_763_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final String[] environments;
    private List<Variant> variants = List.of(Variant.of("64_nw", "64"));
    private String about = "gate_seconds";
    private int trials = 5;
    private int samples = 20;
    private Function<TrialId, OptionalDouble> throughput = id -> OptionalDouble.of(100);
    private Predicate<TrialId> fails = id -> false;
    private UnaryOperator<Trial> change = UnaryOperator.identity();
    private Map<String, HostRecord> hosts = Map.of();
    private Optional<Consumer<Suite.Builder>> rule = Optional.empty();
    private List<Part> parts = List.of(part("one", Map.of("kernel", "6.1")));

    private Synthetic(String... environments) {
        this.environments = environments;
    }

    public static Synthetic of(String... environments) {
        return new Synthetic(environments);
    }

    public static Part part(String run, Map<String, String> host) {
        return new Part(run, Instant.EPOCH, "synthetic", new Capture(host, Map.of()), Map.of("krater", "test"));
    }

    public Synthetic variants(String... labels) {
        variants = List.of(labels).stream().map(Variant::of).toList();
        return this;
    }

    public Synthetic variants(List<Variant> others) {
        variants = List.copyOf(others);
        return this;
    }

    /** The workload's primary metric. */
    public Synthetic about(String metric) {
        about = metric;
        return this;
    }

    public Synthetic trials(int count) {
        trials = count;
        return this;
    }

    /** Fast samples of each trial's gate of two seconds. */
    public Synthetic samples(int count) {
        samples = count;
        return this;
    }

    public Synthetic throughput(Function<TrialId, OptionalDouble> throughput) {
        this.throughput = throughput;
        return this;
    }

    /** The quantiles of a normal distribution around each environment's mean, shuffled: no outlier, no drift, no luck. */
    public Synthetic normal(Map<String, Double> means, double cv) {
        return throughput(id -> {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < trials; i++) {
                order.add(i);
            }
            Collections.shuffle(
                    order,
                    new Random(id.environment().hashCode() + 31L * id.variant().hashCode()));
            double z = NormalDistribution.of(0, 1)
                    .inverseCumulativeProbability((order.get(id.number() - 1) + 0.5) / trials);
            return OptionalDouble.of(means.getOrDefault(id.environment(), 100.0) * (1 + cv * z));
        });
    }

    public Synthetic failing(Predicate<TrialId> fails) {
        this.fails = fails;
        return this;
    }

    public Synthetic changing(UnaryOperator<Trial> change) {
        this.change = change;
        return this;
    }

    /** The suite was to stop when its intervals are this narrow; it ran all its trials. */
    public Synthetic untilPrecision(int fewest, double relativeHalfWidth) {
        return stopping(builder -> builder.trials(fewest, Math.max(1, trials))
                .untilPrecision(relativeHalfWidth, "throughput_mflops")
                .stopDespiteDoubts());
    }

    /** The suite was to stop by this rule; it ran all its trials. */
    public Synthetic stopping(Consumer<Suite.Builder> rule) {
        this.rule = Optional.of(rule);
        return this;
    }

    public Synthetic parts(Part... parts) {
        this.parts = List.of(parts);
        return this;
    }

    /** Hosts that were measured beside the trials, by run. */
    public Synthetic hosts(Map<String, HostRecord> records) {
        hosts = records;
        return this;
    }

    public SuiteResult result() {
        List<Environment.Source> sources = new ArrayList<>();
        for (String name : environments) {
            sources.add(Environment.process(name).command("program"));
        }
        Suite.Builder builder =
                Suite.named("synthetic").workload(new Listed(variants, about)).trials(Math.max(1, trials));
        sources.forEach(builder::environment);
        rule.ifPresent(stop -> stop.accept(builder));
        Suite suite = builder.seed(7).build();
        List<StoredTrial> stored = new ArrayList<>();
        for (PlannedTrial planned : TrialPlan.of(suite, 7).trials()) {
            if (planned.id().number() <= trials) {
                stored.add(new StoredTrial(parts.get(0).run(), change.apply(trial(planned))));
            }
        }
        return new SuiteResult(
                new ResultData(SuiteDescription.of(suite), OptionalLong.of(7), parts, stored, List.of(), List.of())
                        .withHosts(hosts));
    }

    private Trial trial(PlannedTrial planned) {
        TrialId id = planned.id();
        long requested = START + 5L * planned.position() * SECOND;
        long open = requested + SECOND / 2;
        boolean failed = fails.test(id);
        Map<Phase, Stamp> phases = new LinkedHashMap<>();
        phases.put(Phase.REQUESTED, Stamp.client(requested));
        phases.put(Phase.CONTAINER_STARTED, Stamp.client(requested + SECOND / 5));
        phases.put(Phase.FIRST_OUTPUT, Stamp.client(requested + SECOND / 3));
        phases.put(Phase.BENCH_START, Stamp.client(open));
        phases.put(Phase.BENCH_END, Stamp.client(open + 2 * SECOND));
        Map<String, Double> values = new LinkedHashMap<>();
        throughput.apply(id).ifPresent(value -> values.put("throughput_mflops", value));
        Outcome outcome = failed
                ? new Outcome.Failed(FailureReason.of(FailureReason.Kind.CRASHED, "exit code 9"))
                : new Outcome.Completed();
        return Trial.ofOne(
                id,
                planned.position(),
                planned.block(),
                planned.variant(),
                suiteLimits(),
                outcome,
                Marks.ofPhases(phases),
                Optional.of(new GateTimes(open, open + 2 * SECOND)),
                new WorkloadResult(values, Optional.of(true)),
                new LogExcerpt(List.of("BENCH_START"), 0, 12),
                Map.of(Scope.CONTAINER, set(id, requested)),
                ClockOffset.none(),
                0,
                Map.of());
    }

    private static io.krater.suite.Resources suiteLimits() {
        return new io.krater.suite.Resources(OptionalInt.empty(), OptionalLong.empty());
    }

    private SampleSet set(TrialId id, long from) {
        Random random = new Random(id.hashCode());
        SampleSeries.Builder fast = SampleSeries.builder(
                Map.of(Column.USAGE_USEC, "cgroup", Column.NR_THROTTLED, "cgroup", Column.MEMORY_CURRENT, "cgroup"));
        SampleSeries.Builder slow = SampleSeries.builder(Map.of());
        long step = samples == 0 ? 0 : 3 * SECOND / samples;
        long used = 0;
        for (int i = 0; i < samples; i++) {
            used += (long) (step / 1000.0 * (0.9 + random.nextDouble() / 10));
            fast.add(from + i * step, used, 0, 1_000_000 + random.nextInt(1000) + i);
        }
        return new SampleSet(Scope.CONTAINER, fast.build(), slow.build(), samples, 0, 1000, 1000, Map.of());
    }

    private record Listed(List<Variant> variants, String primaryMetric) implements Workload {
        @Override
        public String name() {
            return "listed";
        }

        @Override
        public Gate gate() {
            return Gate.between("BENCH_START", "BENCH_END");
        }
    }
}
