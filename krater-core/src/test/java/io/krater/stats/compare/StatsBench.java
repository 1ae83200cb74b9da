package io.krater.stats.compare;

import io.krater.stats.Draws;
import io.krater.stats.Sample;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.bootstrap.MeanPair;
import io.krater.stats.test.ShapiroWilk;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The speed of bootstrap intervals beside SciPy's, in CPU time of one thread: prints a line for each comparison, name |
 * ours | peer | ratio | goal. The arguments are the peer's seconds, as src/test/python/stats_bench.py prints them; without
 * them the peer is said to be skipped.
 */
final class StatsBench {
    private static final int PAIRS = 15 * 5;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 15;

    /** Keeps results alive, so that the work cannot be compiled away. */
    private double sink;

    public static void main(String[] peer) {
        new StatsBench().run(peer);
    }

    private void run(String[] peer) {
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
        String name =
                "10,000 resamples of a ratio of means x 15 pairs x 5 metrics, n = 25 (ours BCa, SciPy percentile)";
        print(name, ratios, peer, 0, "<= 0.5");
        print("Shapiro-Wilk, n = 5,000", normality, peer, 1, "-");
        if (Double.isNaN(sink)) {
            throw new IllegalStateException("an interval was not a number");
        }
    }

    private static void print(String name, double ours, String[] peer, int index, String goal) {
        if (index >= peer.length) {
            System.out.printf(Locale.ROOT, "%s | %.2f ms CPU | skipped: no SciPy | - | %s%n", name, 1e3 * ours, goal);
            return;
        }
        double theirs = Double.parseDouble(peer[index]);
        System.out.printf(
                Locale.ROOT,
                "%s | %.2f ms CPU | SciPy: %.2f ms CPU | %.2f | %s%n",
                name,
                1e3 * ours,
                1e3 * theirs,
                ours / theirs,
                goal);
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
}
