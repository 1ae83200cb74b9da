package io.krater.result.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.result.model.StopLook;
import io.krater.result.model.Stopping;
import io.krater.stats.Draws;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.Worlds;
import io.krater.stats.test.Welch;
import io.krater.suite.PrecisionRule;
import io.krater.suite.StopRule;
import io.krater.suite.VerdictRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What stopping by the data costs: suites of equal cells are simulated under the rule of {@link Stopping}, looked at after
 * each round. Takes minutes, so it runs by hand only:
 *
 * <pre>mvn test -pl krater-core -am -Dtest=StoppingCoverageTest -DexcludedGroups= -Dgroups=long -Dsurefire.failIfNoSpecifiedTests=false</pre>
 *
 * <p>It prints the table of docs/method.md and fails where what {@link Stopping#sentences} claims does not hold.
 */
@Tag("long")
class StoppingCoverageTest {
    private static final int SUITES = Integer.getInteger("coverage.rounds", 4_000);
    private static final int MOST = Integer.getInteger("coverage.most", 300);

    @Test
    void intervalsAreAsNarrowAsIsSaid() {
        List<String> broken = new ArrayList<>();
        System.out.printf(
                "%n| trials | CV | cells | fewest | mean n | held the mean, %% | bias, %% | false alarms, %% |%n"
                        + "| --- | --: | --: | --: | --: | --: | --: | --: |%n");
        for (boolean skewed : new boolean[] {false, true}) {
            for (int cells : new int[] {1, 2, 6}) {
                for (double cv : new double[] {0.02, 0.05, 0.1}) {
                    for (int fewest : new int[] {5, 10, 20}) {
                        row(skewed, cells, cv, fewest, broken);
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static void row(boolean skewed, int cells, double cv, int fewest, List<String> broken) {
        Random random = new Random(cells * 1000L + fewest);
        StopRule rule = new PrecisionRule(fewest, 0.02, "simulated", true);
        long trials = 0;
        long held = 0;
        long alarms = 0;
        double bias = 0;
        for (int suite = 0; suite < SUITES; suite++) {
            List<Sample> ended =
                    run(rule, cells, () -> skewed ? logNormal(random, cv) : 1 + cv * random.nextGaussian());
            trials += ended.get(0).size();
            for (Sample sample : ended) {
                held += Summary.of(sample).interval().get().contains(1) ? 1 : 0;
                bias += Summary.of(sample).mean().get() - 1;
            }
            alarms += cells > 1 && Welch.test(ended.get(0), ended.get(1)).get().p() < 0.05 ? 1 : 0;
        }
        double share = (double) held / SUITES / cells;
        double least = fewest >= 20 ? 0.94 : fewest >= 10 ? 0.93 : 0.92;
        double slack = 2 * Math.sqrt(0.05 * 0.95 / SUITES);
        String row = String.format(
                Locale.ROOT,
                "| %s | %.0f %% | %d | %d | %.1f | %.1f | %+.2f | %s |",
                skewed ? "log-normal" : "normal",
                100 * cv,
                cells,
                fewest,
                (double) trials / SUITES,
                100 * share,
                100 * bias / SUITES / cells,
                cells == 1 ? "-" : String.format(Locale.ROOT, "%.1f", 100.0 * alarms / SUITES));
        System.out.println(row);
        if (share < least - slack || Math.abs(bias / SUITES / cells) > 0.0005 || alarms > SUITES * (0.06 + slack)) {
            broken.add(row);
        }
    }

    /** Each rule in the worlds of {@link Worlds}, of which all environments have the same mean. */
    @Test
    void rulesInOtherWorlds() {
        System.out.printf("%n| world | environments | rule | mean n | held, %% | ended by the rule, %% |%n"
                + "| --- | --: | --- | --: | --: | --: |%n");
        Map<String, StopRule> rules = new LinkedHashMap<>();
        for (int fewest : new int[] {5, 10, 20}) {
            rules.put("±2 %, from " + fewest + ", despite doubts", new PrecisionRule(fewest, 0.02, "simulated", true));
        }
        rules.put("±2 %, from 20", new PrecisionRule(20, 0.02, "simulated", false));
        rules.put("±2 %, from 40", new PrecisionRule(40, 0.02, "simulated", false));
        rules.put("verdict, from 5", new VerdictRule(5, OptionalDouble.empty(), "simulated"));
        rules.put("verdict, from 10", new VerdictRule(10, OptionalDouble.empty(), "simulated"));
        rules.put("verdict, from 20", new VerdictRule(20, OptionalDouble.empty(), "simulated"));
        rules.put("verdict within 5 %, from 10", new VerdictRule(10, OptionalDouble.of(0.05), "simulated"));
        List<String> broken = new ArrayList<>();
        Map<String, Worlds.World> worlds = new LinkedHashMap<>(Worlds.all());
        worlds.put("CV 2 %, one in ten at half speed", StoppingCoverageTest::calmWithSlow);
        worlds.keySet().removeIf(name -> !name.contains(System.getProperty("coverage.world", "")));
        worlds.forEach((name, world) -> {
            double[] logMeans = Worlds.logMeans(world);
            for (int k : new int[] {2, 6}) {
                rules.forEach((called, rule) -> {
                    if (k == 2 || rule instanceof VerdictRule) {
                        rowInWorld(name, world, logMeans, k, called, rule, broken);
                    }
                });
            }
        });
        assertThat(broken).isEmpty();
    }

    private static double[][] calmWithSlow(Worlds.Source random, int k, int n) {
        double[][] trials = new double[k][n];
        for (int i = 0; i < n; i++) {
            for (double[] own : trials) {
                own[i] = (random.uniform() < 0.1 ? 0.5 : 1) / 0.95 * random.normal(0.02);
            }
        }
        return trials;
    }

    private static void rowInWorld(
            String name,
            Worlds.World world,
            double[] logMeans,
            int k,
            String called,
            StopRule rule,
            List<String> broken) {
        int suites = SUITES / (k == 2 ? 4 : 12);
        long trials = 0;
        long held = 0;
        long ended = 0;
        long judged = 0;
        for (int suite = 0; suite < suites; suite++) {
            double[][] values = world.draw(new Worlds.Source(1_000_003L * suite + k), k, MOST);
            int n = rule.firstLook();
            Stopping seen = look(rule, values, n);
            while (n < MOST && !seen.hasEnded()) {
                n++;
                seen = look(rule, values, n);
            }
            trials += n;
            ended += seen.hasEnded() ? 1 : 0;
            if (rule instanceof VerdictRule) {
                // the intervals of a family hold together
                judged++;
                held += seen.pairs().stream()
                                .allMatch(pair -> pair.interval()
                                        .optional()
                                        .filter(interval -> !interval.contains(truth(pair, logMeans)))
                                        .isEmpty())
                        ? 1
                        : 0;
            } else {
                for (double[] cell : values) {
                    judged++;
                    held += Summary.of(Sample.of(Arrays.copyOf(cell, n)))
                                    .interval()
                                    .get()
                                    .contains(1)
                            ? 1
                            : 0;
                }
            }
        }
        double share = (double) held / judged;
        String row = String.format(
                Locale.ROOT,
                "| %s | %d | %s | %.1f | %.1f | %.1f |",
                name,
                k,
                called,
                (double) trials / suites,
                100 * share,
                100.0 * ended / suites);
        System.out.println(row);
        boolean claimed =
                rule instanceof VerdictRule && !name.startsWith("half speed in one") && !name.startsWith("AR");
        if (claimed && share < 0.93 - 2 * Math.sqrt(0.05 * 0.95 / suites)) {
            broken.add(row);
        }
    }

    private static double truth(Stopping.PairAnswer pair, double[] logMeans) {
        return Math.exp(logMeans[kind(pair.environment())] - logMeans[kind(pair.reference())]);
    }

    private static int kind(String environment) {
        return Integer.parseInt(environment.substring(1)) % 2;
    }

    private static Stopping look(StopRule rule, double[][] values, int n) {
        Map<String, Sample> seen = new LinkedHashMap<>();
        for (double[] cell : values) {
            seen.put("e" + seen.size(), Sample.of(Arrays.copyOf(cell, n)).inBlocks(Draws.blocks(n)));
        }
        return StopLook.judge(rule, MOST, "v", seen);
    }

    private interface Draw {
        double next();
    }

    private static double logNormal(Random random, double cv) {
        double variance = Math.log1p(cv * cv);
        return Math.exp(Math.sqrt(variance) * random.nextGaussian() - variance / 2);
    }

    private static List<Sample> run(StopRule rule, int cells, Draw draw) {
        double[][] values = new double[cells][MOST];
        for (int n = 1; ; n++) {
            for (double[] cell : values) {
                cell[n - 1] = draw.next();
            }
            int round = n;
            if (n >= rule.fewestTrials()) {
                Map<String, Sample> seen = new LinkedHashMap<>();
                for (double[] cell : values) {
                    seen.put("e" + seen.size(), Sample.of(Arrays.copyOf(cell, round)));
                }
                if (n == MOST || StopLook.judge(rule, MOST, "v", seen).hasEnded()) {
                    return List.copyOf(seen.values());
                }
            }
        }
    }
}
