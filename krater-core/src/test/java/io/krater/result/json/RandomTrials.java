package io.krater.result.json;

import io.krater.launch.ClockOffset;
import io.krater.launch.FailureReason;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.sample.Column;
import io.krater.sample.Quantity;
import io.krater.sample.QuantitySeries;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Parameter;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.suite.WorkloadResult;
import io.krater.trial.Exclusion;
import io.krater.trial.GateTimes;
import io.krater.trial.Instance;
import io.krater.trial.LogExcerpt;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Outcome;
import io.krater.trial.Stage;
import io.krater.trial.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/** Trials of any shape the types allow: absent figures, huge numbers, hostile text, no samples at all. */
public final class RandomTrials {
    private static final String[] TEXTS = {
        "",
        "plain",
        "comma, \"quote\"",
        "line\nbreak\r",
        "\u0000\u0001\u001f",
        "gr\u00f6\u00dfe \u6f22 \ud83d\ude00",
        "\u2028</script>",
        "a".repeat(500)
    };

    private final Random random;
    private int longest = 2 * LongColumn.CHUNK + 10;

    public RandomTrials(long seed) {
        this.random = new Random(seed);
    }

    /** Keeps series within a few rows, for tests that store many times. */
    public RandomTrials withFewSamples() {
        longest = 5;
        return this;
    }

    public Trial trial(TrialId id) {
        return trial(id, outcome());
    }

    /** A trial in its place in a plan. */
    public Trial trial(PlannedTrial planned, Outcome outcome) {
        Trial any = trial(planned.id(), outcome);
        return Trial.ofOne(
                planned.id(),
                planned.position(),
                planned.block(),
                planned.variant(),
                any.limits(),
                outcome,
                any.marks(),
                any.gate(),
                any.workloadResult(),
                any.log(),
                any.samples(),
                any.clockOffset(),
                any.clockStepNanos(),
                any.facts());
    }

    public Trial trial(TrialId id, Outcome outcome) {
        Map<Phase, Stamp> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            if (random.nextBoolean()) {
                phases.put(phase, new Stamp(time(), clock()));
            }
        }
        Map<Scope, SampleSet> samples = new LinkedHashMap<>();
        for (Scope scope : SCOPES) {
            if (random.nextInt(3) > 0) {
                samples.put(scope, set(scope));
            }
        }
        long start = time();
        return Trial.ofOne(
                id,
                random.nextInt(1000),
                random.nextInt(100),
                variant(id.variant()),
                limits(),
                outcome,
                Marks.ofPhases(phases),
                random.nextBoolean()
                        ? Optional.of(new GateTimes(start, start + 1 + random.nextInt(1_000_000_000)))
                        : Optional.empty(),
                report(),
                new LogExcerpt(texts(), random.nextInt(9), random.nextLong() >>> 1),
                samples,
                new ClockOffset(random.nextLong(), random.nextLong() >>> 1),
                random.nextLong(),
                map());
    }

    /** A trial of several instances, with marks, quantities and scopes that nobody knows. */
    Trial manyInstances(TrialId id) {
        List<Instance> instances = new ArrayList<>();
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Instance one = trial(id).instances().get(0);
            Map<String, Stamp> marks = new LinkedHashMap<>(one.marks().stamps());
            marks.put("own mark " + random.nextInt(3), new Stamp(time(), clock()));
            String name = "instance " + i + text();
            instances.add(
                    random.nextInt(3) == 0
                            ? Instance.of(name, Outcome.completed(), Marks.of(marks))
                            : new Instance(
                                    name,
                                    random.nextBoolean() ? Optional.of("node" + text()) : Optional.empty(),
                                    outcome(),
                                    Marks.of(marks),
                                    one.gate(),
                                    one.workloadResult(),
                                    one.log(),
                                    one.samples(),
                                    one.clockOffset(),
                                    one.facts()));
        }
        Map<String, MeasuredValue> figures = new LinkedHashMap<>();
        figures.put("pss" + text(), new MeasuredValue(random.nextGaussian(), text()));
        Map<Scope, SampleSet> samples = new LinkedHashMap<>();
        for (Scope scope : List.of(Scope.host("n1"), Scope.processes("a.*b"), Scope.other("vm"))) {
            samples.put(scope, set(scope));
        }
        Trial any = trial(id);
        return new Trial(
                id,
                any.position(),
                any.block(),
                any.variant(),
                any.limits(),
                any.outcome(),
                instances,
                new Trial.Whole(
                        any.marks(),
                        samples,
                        figures,
                        map(),
                        random.nextBoolean()
                                ? Optional.empty()
                                : Optional.of(new Exclusion(any.id(), "r" + text(), pick(Exclusion.Origin.values())))),
                any.clockStepNanos());
    }

    private static final List<Scope> SCOPES = List.of(Scope.CONTAINER, Scope.POD, Scope.HOST);

    private Stamp.Clock clock() {
        return switch (random.nextInt(4)) {
            case 0 -> Stamp.Clock.CLIENT;
            case 1 -> Stamp.Clock.NODE;
            case 2 -> Stamp.Clock.node("n" + random.nextInt(2));
            default -> Stamp.Clock.WORKLOAD;
        };
    }

    Outcome outcome() {
        FailureReason reason = new FailureReason(pick(KINDS), text(), map(), texts(), texts());
        return switch (random.nextInt(3)) {
            case 0 -> Outcome.completed();
            case 1 -> new Outcome.Failed(reason);
            default -> new Outcome.TimedOut(pick(Stage.values()), random.nextLong() >>> 1, reason);
        };
    }

    private static final FailureReason.Kind[] KINDS = java.util.Arrays.stream(FailureReason.Kind.values())
            .filter(kind -> kind != FailureReason.Kind.INTERRUPTED)
            .toArray(FailureReason.Kind[]::new);

    private Variant variant(String label) {
        return new Variant(
                label,
                parameters(),
                texts(),
                Duration.ofNanos(random.nextLong() >>> 20),
                random.nextBoolean() ? Optional.of(Duration.ofNanos(random.nextLong() >>> 4)) : Optional.empty(),
                random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty());
    }

    private Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        map().forEach((name, value) -> parameters.put(
                "p" + name,
                switch (random.nextInt(4)) {
                    case 0 -> Parameter.number(random.nextInt(1000) - 500);
                    case 1 -> Parameter.number(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20), value);
                    case 2 -> Parameter.number(Math.scalb(1.0, random.nextInt(2000) - 1000));
                    default -> Parameter.text(value);
                }));
        return parameters;
    }

    private Resources limits() {
        return new Resources(
                random.nextBoolean() ? OptionalInt.of(10 + random.nextInt(100_000)) : OptionalInt.empty(),
                random.nextBoolean() ? OptionalLong.of((4L << 20) + (random.nextLong() >>> 2)) : OptionalLong.empty());
    }

    private WorkloadResult report() {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String name : texts()) {
            double value = Double.longBitsToDouble(random.nextLong());
            values.put(name, Double.isFinite(value) ? value : random.nextGaussian());
        }
        return new WorkloadResult(values, random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty());
    }

    private List<QuantitySeries> own() {
        if (random.nextInt(3) > 0) {
            return List.of();
        }
        long[] at = {time(), Long.MAX_VALUE};
        return List.of(new QuantitySeries(
                Quantity.gauge("own_" + random.nextInt(9), text()), at, new double[] {random.nextGaussian(), 1e-9}));
    }

    SampleSet set(Scope scope) {
        return new SampleSet(
                scope,
                series(),
                series(),
                own(),
                random.nextLong() >>> 1,
                random.nextInt(5),
                random.nextLong() >>> 1,
                random.nextLong() >>> 1,
                map());
    }

    /** Up to two chunks and a bit of rows; any columns, none too; a third of the values absent in some columns. */
    SampleSeries series() {
        Map<Column, String> origins = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            if (random.nextInt(4) == 0) {
                origins.put(column, text());
            }
        }
        SampleSeries.Builder builder = SampleSeries.builder(origins);
        int rows = random.nextInt(random.nextInt(40) == 0 ? longest : Math.min(70, longest));
        long time = time();
        for (int row = 0; row < rows; row++) {
            time += 1 + random.nextInt(200_000_000);
            long[] values = new long[builder.columns().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(i + 3) == 0
                        ? SampleSeries.ABSENT
                        : random.nextInt(50) == 0 ? Long.MAX_VALUE : random.nextLong() >>> (1 + random.nextInt(62));
            }
            builder.add(time, values);
        }
        return builder.build();
    }

    private long time() {
        return 1_763_000_000_000_000_000L + (random.nextLong() >>> 8);
    }

    private Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        texts().forEach(key -> map.put(key, text()));
        return map;
    }

    private List<String> texts() {
        List<String> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(text());
        }
        return list;
    }

    private String text() {
        return pick(TEXTS) + (random.nextBoolean() ? "" : random.nextInt(100));
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
