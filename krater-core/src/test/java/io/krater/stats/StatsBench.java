package io.krater.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The speed of bootstrap intervals beside SciPy's, in CPU time of one thread, both in one run:
 *
 * <pre>mvn test -pl krater-core -am -Dtest=StatsBench -DexcludedGroups= -Dgroups=bench -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dkrater.python=venv/bin/python</pre>
 *
 * <p>The interpreter needs SciPy. Prints a line for each comparison: name | ours | peer | ratio | goal.
 */
@Tag("bench")
class StatsBench {
    private static final int PAIRS = 15 * 5;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 15;

    /** Keeps results alive, so that the work cannot be compiled away. */
    private double sink;

    @Test
    void bootstrapOfRatiosTakesAtMostHalfOfSciPysTime() throws Exception {
        double[] peer = peer();
        List<MeanPair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(MeanPair.of(Draws.normal(25, 2L * i, 100, 5), Draws.normal(25, 2L * i + 1, 100, 5))
                    .get());
        }
        Bootstrap bootstrap = Bootstrap.seeded(1);
        double ratios = seconds(() -> {
            for (MeanPair pair : pairs) {
                sink += bootstrap
                        .ratio(pair.a(), pair.b(), 0.95)
                        .get()
                        .interval()
                        .get()
                        .low();
            }
        });
        Sample large = Draws.normal(5000, 1, 100, 5);
        double normality = seconds(() -> sink += ShapiroWilk.test(large).get().p());

        print(
                "10,000 resamples of a ratio of means x 15 pairs x 5 metrics, n = 25 (ours BCa, SciPy percentile)",
                ratios,
                peer[0],
                "<= 0.5");
        print("Shapiro-Wilk, n = 5000", normality, peer[1], "-");
        assertThat(sink).isFinite();
        assertThat(ratios / peer[0]).isLessThanOrEqualTo(0.5);
    }

    private static void print(String name, double ours, double peer, String goal) {
        System.out.printf(
                Locale.ROOT, "%s | %.2f ms | %.2f ms | %.2f | %s%n", name, 1e3 * ours, 1e3 * peer, ours / peer, goal);
    }

    /** The least CPU time of this thread over several rounds, after the compiler has done its work. */
    private static double seconds(Runnable work) {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            least = Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        }
        return least / 1e9;
    }

    private static double[] peer() throws IOException, InterruptedException {
        String python = System.getProperty("krater.python", "python3");
        Process process = new ProcessBuilder(
                        python, Path.of("src/test/python/stats_bench.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("exit code of " + python + " with SciPy")
                .isZero();
        return out.lines().mapToDouble(Double::parseDouble).toArray();
    }
}
