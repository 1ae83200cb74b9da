package io.krater.result.store;

import io.krater.launch.Capture;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.SuiteResult;
import io.krater.result.model.Part;
import io.krater.result.table.Tables;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A trial of 24 hours at 100 ms, two scopes with all figures of a cgroup: 864,000 fast rows and 172,800 slow ones each. */
final class LongTrial {
    private static final int ROWS = 864_000;

    private LongTrial() {}

    static void storeAndLoad(Path folder) throws IOException {
        Suite suite = Suite.named("day")
                .environment(Environment.process("native").command("x"))
                .workload(ProgramWorkload.named("day").build())
                .trials(1)
                .build();
        Part part = Part.starting("day", Instant.EPOCH, "none", new Capture(Map.of(), Map.of()));
        PlannedTrial planned = TrialPlan.of(suite, 1).trials().get(0);
        long begin = System.nanoTime();
        try (ResultFolder results = ResultFolder.open(folder, suite, 1, part)) {
            results.store(trial(planned));
        }
        long stored = System.nanoTime();
        Path file = TrialFile.latest(folder.resolve("day"), planned.id());
        int rows = SuiteResult.read(folder.resolve("day")).trials().get(0).samples().values().stream()
                .mapToInt(set -> set.fast().size())
                .sum();
        long loaded = System.nanoTime();
        SuiteResult result = SuiteResult.read(folder.resolve("day"));
        Tables.samples(result, folder.resolve("samples.csv"));
        System.out.printf(
                Locale.ROOT,
                "%d fast rows, %.1f MB, made and stored %.2f s, loaded %.2f s, loaded again and samples.csv %.2f s,"
                        + " heap limit %d MB%n",
                rows,
                Files.size(file) / 1e6,
                (stored - begin) / 1e9,
                (loaded - stored) / 1e9,
                (System.nanoTime() - loaded) / 1e9,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static Trial trial(PlannedTrial planned) {
        Random random = new Random(1);
        Trial small = BenchData.trial(planned, 10, Duration.ofMillis(100), random);
        long opened = small.gate().orElseThrow().startNanos();
        Map<Scope, SampleSet> samples = new LinkedHashMap<>();
        for (Scope scope : List.of(Scope.CONTAINER, Scope.POD)) {
            samples.put(
                    scope,
                    BenchData.set(
                            scope,
                            BenchData.fastColumns(),
                            BenchData.slowColumns(),
                            opened,
                            ROWS,
                            Duration.ofMillis(100),
                            random));
        }
        return Trial.ofOne(
                small.id(),
                small.position(),
                small.block(),
                small.variant(),
                small.limits(),
                small.outcome(),
                small.marks(),
                small.gate(),
                small.workloadResult(),
                small.log(),
                samples,
                small.clockOffset(),
                0,
                small.facts());
    }
}
