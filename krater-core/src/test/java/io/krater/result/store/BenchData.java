package io.krater.result.store;

import io.krater.launch.Capture;
import io.krater.launch.ClockOffset;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.model.Part;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.suite.WorkloadResult;
import io.krater.trial.GateTimes;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Writes results of a given size: as KRATER's program writes its JSON, and in the library's own format. */
final class BenchData {
    private static final long START = 1_763_700_000_000_000_000L;
    private static final List<String> ENVIRONMENTS = List.of("default", "crun", "wasmtime", "wasmedge", "wasmer");

    private BenchData() {}

    /**
     * Writes KRATER's files: 5 environments x 2 sizes, with spaces as Python's {@code json.dump} puts them and times as
     * Python prints a {@code float}.
     */
    static void krater(Path folder, int trials, int samples) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(1);
        for (int e = 0; e < ENVIRONMENTS.size(); e++) {
            Path file = folder.resolve("krater-wasm_" + ENVIRONMENTS.get(e) + ".json");
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                String[] keys = {"256_w", "1024_w"};
                out.write("{");
                for (int k = 0; k < keys.length; k++) {
                    out.write((k == 0 ? "" : ", ") + "\"" + keys[k] + "\": [");
                    for (int t = 0; t < trials / 10; t++) {
                        out.write(t == 0 ? "" : ", ");
                        entry(out, t, samples, START / 1e9 + e * 1e5 + (k * 100 + t) * 150, random);
                    }
                    out.write("]");
                }
                out.write("}");
            }
        }
    }

    private static void entry(BufferedWriter out, int trial, int samples, double start, Random random)
            throws IOException {
        double opened = start + 7 + random.nextDouble();
        double end = opened + samples * 0.1;
        out.write("{\"trial\": " + trial + ", \"phases\": {\"start\": " + python(start) + ", \"running_time\": "
                + python(Math.rint(start + 2)) + ", \"bench_start\": " + python(opened) + ", \"end\": " + python(end)
                + "}, \"parsed_metrics\": {\"raw_output\": \"BENCH_START\\nBENCH_END\\niterations: 1234\\n"
                + "elapsed time: 100.0 s\\nthroughput: 413.2 MFLOPS\\ncalculation check: PASSED\\n\", "
                + "\"iterations\": 1234, \"throughput_mflops\": " + python(400 + random.nextDouble() * 20)
                + ", \"valid\": true}, \"samples\": [");
        long usage = 5_000_000;
        long user = 4_900_000;
        for (int i = 0; i < samples; i++) {
            usage += 99_000 + random.nextInt(1000);
            user += 98_000 + random.nextInt(900);
            out.write((i == 0 ? "" : ", ") + "{\"timestamp\": " + python(opened + (i + random.nextDouble() / 10) * 0.1)
                    + ", \"usage_usec\": " + usage + ", \"user_usec\": " + user + ", \"system_usec\": "
                    + (usage - user) + ", \"nr_throttled\": " + i / 3 + ", \"mem_bytes\": "
                    + (2_600_000 + random.nextInt(100) * 4096) + ", \"rss_bytes\": "
                    + (1_600_000 + random.nextInt(100) * 4096) + "}");
        }
        out.write("], \"additional_metrics\": {\"peak_mem_bytes\": 3001234, \"avg_mem_bytes\": 2801234.5, "
                + "\"avg_cpu_cores\": 0.9945, \"cold_start_time\": 2.25, \"throttled_events\": " + samples / 3
                + "}}");
    }

    private static String python(double seconds) {
        // Python prints the shortest decimal of a double, never with an exponent at this size
        return new java.math.BigDecimal(Double.toString(seconds)).toPlainString();
    }

    /** Writes a results folder: 5 environments x 2 sizes, fast and slow figures of a container and of the host. */
    static void own(Path folder, int trials, int samples) {
        Suite.Builder builder = Suite.named("bench")
                .workload(MatrixMultiplication.sizes(256, 1024).duration(Duration.ofSeconds(100)))
                .limits(Resources.cpu("1000m").memory("1024Mi"))
                .trials(trials / 10);
        ENVIRONMENTS.forEach(name -> builder.environment(
                Environment.pod(name).image("krater-wasm:latest").runtimeClass(name)));
        Suite suite = builder.build();
        Part part = Part.starting("bench", Instant.EPOCH, "none", new Capture(Map.of(), Map.of()));
        Random random = new Random(1);
        try (ResultFolder results = ResultFolder.open(folder, suite, 1, part)) {
            for (PlannedTrial planned : TrialPlan.of(suite, 1).trials()) {
                results.store(trial(planned, samples, Duration.ofMillis(100), random));
            }
        }
    }

    /** A trial whose gate holds this many samples, with a second of them on each side. */
    static Trial trial(PlannedTrial planned, int samples, Duration every, Random random) {
        long opened = START + planned.position() * 200_000_000_000L + 7_000_000_000L + random.nextInt(1_000_000);
        long closed = opened + samples * every.toNanos();
        Map<Phase, Stamp> phases = new EnumMap<>(Phase.class);
        phases.put(Phase.REQUESTED, Stamp.client(opened - 7_000_000_000L));
        phases.put(Phase.RUNNING, Stamp.client(opened - 5_000_000_000L));
        phases.put(Phase.BENCH_START, Stamp.node(opened));
        phases.put(Phase.BENCH_END, Stamp.node(closed));
        SampleSet container = set(Scope.CONTAINER, fastColumns(), slowColumns(), opened, samples, every, random);
        return Trial.ofOne(
                planned.id(),
                planned.position(),
                planned.block(),
                planned.variant(),
                Resources.cpu("1000m").memory("1024Mi"),
                new Outcome.Completed(),
                Marks.ofPhases(phases),
                Optional.of(new GateTimes(opened, closed)),
                new WorkloadResult(
                        Map.of("iterations", 1234.0, "throughput_mflops", 400 + random.nextDouble() * 20),
                        Optional.of(true)),
                new LogExcerpt(List.of("BENCH_START", "BENCH_END", "iterations: 1234"), 0, 40),
                Map.of(Scope.CONTAINER, container),
                new ClockOffset(0, 0),
                0,
                Map.of("cgroup", "/kubepods.slice/x.scope"));
    }

    static List<Column> fastColumns() {
        return java.util.Arrays.stream(Column.values())
                .filter(column -> column.pace() == Column.Pace.FAST && column != Column.ENERGY_UJ)
                .toList();
    }

    static List<Column> slowColumns() {
        return java.util.Arrays.stream(Column.values())
                .filter(column ->
                        column.pace() == Column.Pace.SLOW && !column.name().startsWith("HOST"))
                .toList();
    }

    static SampleSet set(
            Scope scope,
            List<Column> fast,
            List<Column> slow,
            long opened,
            int samples,
            Duration every,
            Random random) {
        return new SampleSet(
                scope,
                series(fast, opened, samples, every.toNanos(), random),
                series(slow, opened, samples / 5, every.toNanos() * 5, random),
                samples,
                0,
                2_000_000,
                samples * 20_000L,
                Map.of("cpu.max", "100000 100000"));
    }

    private static SampleSeries series(List<Column> columns, long opened, int samples, long every, Random random) {
        Map<Column, String> origins = new EnumMap<>(Column.class);
        columns.forEach(column -> origins.put(column, "cgroup"));
        SampleSeries.Builder builder = SampleSeries.builder(origins);
        long[] row = new long[builder.columns().size()];
        for (int i = 0; i < samples; i++) {
            for (int c = 0; c < row.length; c++) {
                row[c] = builder.columns().get(c).kind() == Column.Kind.COUNTER
                        ? row[c] + random.nextInt(100_000)
                        : (600 + random.nextInt(100)) * 4096L;
            }
            builder.add(opened + i * every + 50_000_000 + random.nextInt(200_000), row);
        }
        return builder.build();
    }
}
