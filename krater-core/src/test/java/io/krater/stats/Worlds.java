package io.krater.stats;

import io.krater.stats.bootstrap.Xoshiro256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Worlds that trials come from, for simulations of how often a way of deciding is wrong. */
public final class Worlds {
    private Worlds() {}

    /** Draws the trials of k environments, n of each, of which all have the same mean. */
    public interface World {
        double[][] draw(Source random, int k, int n);
    }

    /** Random numbers of the shapes that worlds are made of, all with mean 1. */
    public static final class Source {
        private final Xoshiro256 random;

        public Source(long seed) {
            random = Xoshiro256.seeded(seed);
        }

        public double uniform() {
            return random.nextDouble();
        }

        public double standard() {
            return Normal.quantile(Math.max(0x1p-53, random.nextDouble()));
        }

        public double normal(double cv) {
            return 1 + cv * standard();
        }

        public double logNormal(double cv) {
            double sigma = Math.sqrt(Math.log1p(cv * cv));
            return Math.exp(sigma * standard() - sigma * sigma / 2);
        }

        public double twoModes() {
            return (uniform() < 0.3 ? 1.3 : 1) / 1.09 + 0.02 * standard();
        }

        public double withSlow() {
            return (uniform() < 0.1 ? 0.5 : 1) / 0.95 * normal(0.05);
        }
    }

    private static double[][] each(int k, int n, IntToDoubleFunction of) {
        double[][] trials = new double[k][n];
        for (int i = 0; i < n; i++) {
            for (int g = 0; g < k; g++) {
                trials[g][i] = of.applyAsDouble(g);
            }
        }
        return trials;
    }

    private static double[][] autoregressive(Source random, int k, int n) {
        double[][] trials = new double[k][n];
        for (double[] own : trials) {
            double state = random.standard();
            for (int i = 0; i < n; i++) {
                own[i] = 1 + 0.05 * state;
                state = 0.5 * state + Math.sqrt(0.75) * random.standard();
            }
        }
        return trials;
    }

    /** A machine that wanders while the trials of all environments run on it, in an order left to chance in each block. */
    private static double[][] wanderingMachine(Source random, int k, int n) {
        double[][] trials = new double[k][n];
        double state = random.standard();
        for (int i = 0; i < n; i++) {
            int first = (int) (random.uniform() * k);
            for (int g = 0; g < k; g++) {
                trials[(first + g) % k][i] = 1 + 0.05 * state + 0.01 * random.standard();
                state = 0.8 * state + 0.6 * random.standard();
            }
        }
        return trials;
    }

    private static double[][] sharedNoise(Source random, int k, int n) {
        double[][] trials = new double[k][n];
        for (int i = 0; i < n; i++) {
            double shared = random.logNormal(0.15);
            for (int g = 0; g < k; g++) {
                trials[g][i] = shared * random.normal(0.02);
            }
        }
        return trials;
    }

    /** All worlds, by what they are. */
    public static Map<String, World> all() {
        Map<String, World> worlds = new LinkedHashMap<>();
        worlds.put("normal, CV 5 %", (r, k, n) -> each(k, n, g -> r.normal(0.05)));
        worlds.put("log-normal, CV 40 %", (r, k, n) -> each(k, n, g -> r.logNormal(0.4)));
        worlds.put("two modes", (r, k, n) -> each(k, n, g -> r.twoModes()));
        worlds.put("one in ten at half speed", (r, k, n) -> each(k, n, g -> r.withSlow()));
        worlds.put("scatter 5 % and 15 %", (r, k, n) -> each(k, n, g -> r.normal(g % 2 == 0 ? 0.05 : 0.15)));
        worlds.put(
                "normal 5 % and log-normal 40 %",
                (r, k, n) -> each(k, n, g -> g % 2 == 0 ? r.normal(0.05) : r.logNormal(0.4)));
        worlds.put("noise of 15 % shared by a block", Worlds::sharedNoise);
        worlds.put("wandering machine", Worlds::wanderingMachine);
        worlds.put("AR(1) 0.5 in each environment", Worlds::autoregressive);
        worlds.put(
                "half speed in one of them only",
                (r, k, n) -> each(k, n, g -> g % 2 == 0 ? r.normal(0.05) : r.withSlow()));
        return worlds;
    }

    /** The mean logarithm of each kind of environment: what the geometric mean of a ratio is a ratio of. */
    public static double[] logMeans(World world) {
        double[][] trials = world.draw(new Source(99), 2, 400_000);
        double[] means = new double[2];
        for (int g = 0; g < 2; g++) {
            double sum = 0;
            for (double v : trials[g]) {
                sum += Math.log(v);
            }
            means[g] = sum / trials[g].length;
        }
        return means;
    }
}
