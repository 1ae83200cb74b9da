package io.krater.result.store;

import io.krater.launch.Capture;
import io.krater.launch.Marks;
import io.krater.launch.Stamp;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.SuiteResult;
import io.krater.result.model.Part;
import io.krater.suite.Environment;
import io.krater.suite.Parameter;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.trial.Instance;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Times trials of 400 instances with marks alone: stores 2,000 of them, and loads them in another JVM. */
final class ManyInstances {
    private static final int INSTANCES = 400;
    private static final String[] MARKS = {
        "requested", "accepted", "sandbox_ready", "container_created", "container_started", "first_output"
    };

    private ManyInstances() {}

    /** Stores the trials, and prints what storing and loading one of them took: the first, and the median. */
    static void store(Path into, int trials) throws IOException {
        Suite suite = Suite.named("bursts")
                .environment(Environment.process("a").command("x"))
                .workload(ProgramWorkload.named("w")
                        .variant("con_400", Map.of("level", Parameter.number(INSTANCES)))
                        .build())
                .trials(trials)
                .build();
        Random random = new Random(1);
        Part part = new Part("run", Instant.EPOCH, "bench", new Capture(Map.of(), Map.of()), Map.of());
        List<Long> took = new ArrayList<>();
        long bytes = 0;
        try (ResultFolder folder = ResultFolder.open(into, suite, 1, part)) {
            for (PlannedTrial planned : TrialPlan.of(suite, 1).trials()) {
                Trial trial = trial(planned, suite, random);
                long begin = System.nanoTime();
                folder.store(trial);
                Path file = TrialFile.latest(folder.path(), planned.id());
                new TrialFile(file, planned.id(), 0).read();
                took.add(System.nanoTime() - begin);
                bytes += Files.size(file);
            }
        }
        long first = took.get(0);
        took.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%d trials of %d instances, %.1f kB each; stored and loaded one: first %.1f ms, median %.1f ms, worst"
                        + " %.1f ms%n",
                trials,
                INSTANCES,
                bytes / 1e3 / trials,
                first / 1e6,
                took.get(trials / 2) / 1e6,
                took.get(trials - 1) / 1e6);
    }

    /** Loads what {@link #store} stored. */
    static void load(Path into) {
        long begin = System.nanoTime();
        SuiteResult result = SuiteResult.read(into.resolve("bursts"));
        long took = System.nanoTime() - begin;
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%d trials loaded in %.2f s, of %d MB of heap at most, %d MB in use%n",
                result.trials().size(),
                took / 1e9,
                runtime.maxMemory() >> 20,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        result.warnings().forEach(System.out::println);
    }

    private static Trial trial(PlannedTrial planned, Suite suite, Random random) {
        List<Instance> instances = new ArrayList<>();
        long start = 1_763_000_000_000_000_000L + planned.position() * 10_000_000_000L;
        Marks like = Marks.none();
        for (int i = 1; i <= INSTANCES; i++) {
            Map<String, Stamp> stamps = new LinkedHashMap<>();
            long at = start + random.nextInt(3_000_000);
            for (String mark : MARKS) {
                stamps.put(mark, mark.equals("requested") ? Stamp.client(at) : Stamp.node(at));
                at += random.nextInt(900_000_000);
            }
            like = Marks.like(like, stamps);
            instances.add(Instance.of(Integer.toString(i), Outcome.completed(), like));
        }
        return Trial.of(planned, suite.resources(), Outcome.completed(), instances, Trial.Whole.nothing(), 0);
    }
}
