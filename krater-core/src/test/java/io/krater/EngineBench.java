package io.krater;

import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.plan.PlannedTrial;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.trial.Trial;
import io.krater.trial.TrialListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the engine adds to a one-second program: from one trial's beginning to the next, cgroup made and removed, samples
 * stored and synced, beside starting the same program and waiting for it. {@code EngineBench [TRIALS]}; prints {@code
 * name | ours | peer | ratio | goal}.
 */
public final class EngineBench {
    private static final int WARM_UP = 5;

    private EngineBench() {}

    public static void main(String[] args) throws Exception {
        int trials = args.length > 0 ? Integer.parseInt(args[0]) : 25;
        Path into = Files.createTempDirectory("krater-engine-bench");
        try {
            List<Double> ours = ours(into, trials + WARM_UP);
            List<Double> plain = plain(trials + WARM_UP);
            double engine = median(ours);
            double bare = median(plain);
            System.out.printf(
                    Locale.ROOT,
                    "engine around a 1 s process trial | %.1f ms | %.1f ms (ProcessBuilder and waitFor) | %.1f ms more | <= 25 ms%n",
                    engine * 1e3,
                    bare * 1e3,
                    (engine - bare) * 1e3);
        } finally {
            remove(into);
        }
    }

    /** Seconds beyond the program's own second, for each trial after the warm-up. */
    private static List<Double> ours(Path into, int trials) {
        Suite suite = Suite.named("engine")
                .environment(Environment.process("sleep").command("/bin/sleep"))
                .workload(ProgramWorkload.named("nap")
                        .variant("second", "1")
                        .expected(Duration.ofSeconds(2))
                        .build())
                .trials(trials)
                .build();
        List<Long> starts = new ArrayList<>();
        try (Launcher launcher = ProcessLauncher.create()) {
            Krater.run(suite)
                    .on(launcher)
                    .quiet()
                    .listener(new TrialListener() {
                        @Override
                        public void trialStarted(PlannedTrial trial) {
                            starts.add(System.nanoTime());
                        }

                        @Override
                        public void trialFinished(Trial trial) {
                            if (!trial.outcome().isCompleted()) {
                                throw new IllegalStateException(trial.outcome().toString());
                            }
                        }
                    })
                    .into(into);
        }
        List<Double> beyond = new ArrayList<>();
        for (int i = WARM_UP; i + 1 < starts.size(); i++) {
            beyond.add((starts.get(i + 1) - starts.get(i)) / 1e9 - 1);
        }
        return beyond;
    }

    private static List<Double> plain(int times) throws Exception {
        List<Double> beyond = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            new ProcessBuilder("/bin/sleep", "1").start().waitFor();
            if (i >= WARM_UP) {
                beyond.add((System.nanoTime() - start) / 1e9 - 1);
            }
        }
        return beyond;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void remove(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
