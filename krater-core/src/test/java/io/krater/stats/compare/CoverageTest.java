package io.krater.stats.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.stats.Computed;
import io.krater.stats.Draws;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.MedianInterval;
import io.krater.stats.Normal;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.bootstrap.MeanPair;
import io.krater.stats.bootstrap.ResampledPair;
import io.krater.stats.series.SeriesCheck;
import io.krater.stats.test.HolmBonferroni;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.ShapiroWilk;
import io.krater.stats.test.Welch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often intervals that claim 95 % hold the true value, by simulation. Takes minutes, so it runs by hand only:
 *
 * <pre>mvn verify -pl krater-core -am -DexcludedGroups= -Dgroups=long -Dsurefire.failIfNoSpecifiedTests=false</pre>
 *
 * <p>It prints the tables of docs/statistics-coverage.md and fails where a claim of that page does not hold.
 */
@Tag("long")
class CoverageTest {
    private static final int ROUNDS = Integer.getInteger("coverage.rounds", 10_000);
    private static final int[] SIZES = {5, 10, 25, 50, 100};
    /** Twice the simulation's own standard error at 95 %. */
    private static final double SLACK = 2 * Math.sqrt(0.95 * 0.05 / ROUNDS);

    private record Population(String name, double mean, double median, double skewness, DoubleUnaryOperator quantile) {}

    private static final List<Population> POPULATIONS = List.of(
            new Population("normal, CV 2 %", 100, 100, 0, p -> 100 + 2 * Normal.quantile(p)),
            new Population("normal, CV 20 %", 100, 100, 0, p -> 100 + 20 * Normal.quantile(p)),
            logNormal(0.2),
            logNormal(0.5),
            new Population("exponential", 1, Math.log(2), 2, p -> -Math.log(p)),
            new Population("two modes, 70 : 30", 106, twoModes(0.5), 0.749, CoverageTest::twoModes));

    private static Population logNormal(double sigma) {
        double w = Math.exp(sigma * sigma);
        double skewness = (w + 2) * Math.sqrt(w - 1);
        String name = "log-normal, sigma " + sigma;
        return new Population(name, Math.sqrt(w), 1, skewness, p -> Math.exp(sigma * Normal.quantile(p)));
    }

    /** 70 % around 100 and 30 % around 120, both with sd 3, which hardly overlap. */
    private static double twoModes(double p) {
        return p < 0.7 ? 100 + 3 * Normal.quantile(p / 0.7) : 120 + 3 * Normal.quantile((p - 0.7) / 0.3);
    }

    /** An interval that claims 95 %, and the true value that it should hold. */
    private record Claim(String name, Function<Population, Double> truth, Function<Draw, Computed<Interval>> of) {}

    /** Two samples of one population; ratio and difference share their resamples, as in a comparison. */
    private record Draw(Sample a, Sample b, MeanPair pair, ResampledPair resampled, Bootstrap bootstrap) {
        static Draw of(Population population, int n, int round) {
            Sample a = Draws.of(n, 2L * round, population.quantile());
            Sample b = Draws.of(n, 2L * round + 1, population.quantile());
            Bootstrap bootstrap = new Bootstrap(round, 2000);
            MeanPair pair = MeanPair.of(a, b).get();
            return new Draw(a, b, pair, bootstrap.resampled(pair), bootstrap);
        }
    }

    private static final List<Claim> CLAIMS = List.of(
            new Claim("t, mean", Population::mean, d -> Summary.tInterval(d.a(), 0.95)),
            new Claim("BCa, mean", Population::mean, d -> d.bootstrap().mean(d.a(), 0.95)),
            new Claim("order statistics, median", Population::median, d -> MedianInterval.of(d.a(), 0.95)),
            new Claim(
                    "Welch, difference", p -> 0.0, d -> Welch.test(d.a(), d.b()).map(Welch::difference)),
            new Claim(
                    "BCa, difference",
                    p -> 0.0,
                    d -> d.pair().difference(d.resampled(), 0.95).interval()),
            new Claim(
                    "BCa, ratio",
                    p -> 1.0,
                    d -> d.pair().ratio(d.resampled(), 0.95).flatMap(Estimate::interval)));

    @Test
    void intervalsHoldTheTrueValueAsOftenAsTheyClaim() {
        List<String> broken = new ArrayList<>();
        System.out.printf(
                "%n| population | n |%s%n",
                String.join("", CLAIMS.stream().map(c -> " " + c.name() + " |").toList()));
        System.out.printf("| --- | --: |%s%n", " --: |".repeat(CLAIMS.size()));
        for (Population population : POPULATIONS) {
            for (int n : SIZES) {
                Map<String, Double> shares = shares(population, n);
                StringBuilder row = new StringBuilder("| " + population.name() + " | " + n + " |");
                shares.forEach((claim, share) -> {
                    row.append(share.isNaN() ? " - |" : String.format(Locale.ROOT, " %.1f |", 100 * share));
                    if (!share.isNaN() && !asClaimed(claim, share, population, n)) {
                        broken.add(claim + " of " + population.name() + " at n = " + n + ": " + share);
                    }
                });
                System.out.println(row);
            }
        }
        assertThat(broken).isEmpty();
    }

    /** What docs/statistics-coverage.md claims. */
    private static boolean asClaimed(String claim, double share, Population population, int n) {
        boolean enough = n >= 25 * population.skewness() * population.skewness();
        boolean atLeast = share >= 0.94 - SLACK;
        boolean atMost = share <= 0.96 + SLACK;
        return switch (claim) {
            case "BCa, ratio" -> atLeast && atMost;
            case "order statistics, median" -> share >= 0.95 - SLACK;
            case "Welch, difference" -> atLeast && (atMost || !enough);
            case "BCa, mean" ->
                !enough || (atLeast && (atMost || population.name().startsWith("two modes")));
            default -> !enough || (atLeast && atMost);
        };
    }

    private static Map<String, Double> shares(Population population, int n) {
        int[] held = new int[CLAIMS.size()];
        int[] made = new int[CLAIMS.size()];
        for (int round = 0; round < ROUNDS; round++) {
            Draw draw = Draw.of(population, n, round);
            for (int i = 0; i < held.length; i++) {
                Computed<Interval> interval = CLAIMS.get(i).of().apply(draw);
                made[i] += interval.isComputed() ? 1 : 0;
                double truth = CLAIMS.get(i).truth().apply(population);
                held[i] += interval.optional().filter(v -> v.contains(truth)).isPresent() ? 1 : 0;
            }
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < held.length; i++) {
            shares.put(CLAIMS.get(i).name(), (double) held[i] / made[i]);
        }
        return shares;
    }

    @Test
    void comparisonsOfEqualGroupsRaiseAFalseAlarmInAtMostOneOfTwenty() {
        List<String> broken = new ArrayList<>();
        System.out.printf(
                "%n| population | n | groups | by normality | Welch | Mann-Whitney |%n| --- | --: | --: | --: | --: | --: |%n");
        for (Population population : POPULATIONS) {
            for (int groups : new int[] {2, 6}) {
                StringBuilder row = new StringBuilder("| " + population.name() + " | 25 | " + groups + " |");
                for (TestRule rule : List.of(TestRule.BY_NORMALITY, TestRule.WELCH, TestRule.MANN_WHITNEY)) {
                    double alarms = alarms(population, groups, rule);
                    row.append(String.format(Locale.ROOT, " %.1f |", 100 * alarms));
                    if (alarms > 0.05 + 3 * Math.sqrt(0.05 * 0.95 / alarmRounds(groups))) {
                        broken.add(rule + " of " + population.name() + ", " + groups + " groups: " + alarms);
                    }
                }
                System.out.println(row);
            }
        }
        assertThat(broken).isEmpty();
    }

    /** Fewer where there are 15 pairs to test in each round. */
    private static int alarmRounds(int groups) {
        return groups == 2 ? ROUNDS : ROUNDS / 5;
    }

    private static double alarms(Population population, int groups, TestRule rule) {
        int alarms = 0;
        for (int round = 0; round < alarmRounds(groups); round++) {
            List<GroupSummary> summaries = new ArrayList<>();
            for (int g = 0; g < groups; g++) {
                Sample sample = Draws.of(25, 100L * round + g, population.quantile());
                summaries.add(onlyNormality("g" + g, sample));
            }
            TestUsed test = TestSelection.common(rule, summaries).orElseThrow().test();
            List<Double> p = new ArrayList<>();
            for (int i = 0; i < groups; i++) {
                for (int j = i + 1; j < groups; j++) {
                    Sample a = summaries.get(i).sample();
                    Sample b = summaries.get(j).sample();
                    p.add(
                            test == TestUsed.WELCH
                                    ? Welch.test(a, b).get().p()
                                    : MannWhitney.test(a, b).get().p());
                }
            }
            double[] adjusted = HolmBonferroni.adjust(
                    p.stream().mapToDouble(Double::doubleValue).toArray());
            boolean any = false;
            for (double value : adjusted) {
                any |= value < 0.05;
            }
            alarms += any ? 1 : 0;
        }
        return (double) alarms / alarmRounds(groups);
    }

    /** A group with what the choice of a test looks at, and nothing that takes time. */
    private static GroupSummary onlyNormality(String name, Sample sample) {
        Computed<Interval> none = Reasons.tooFew("nothing", 0, 0);
        SeriesCheck unchecked = new SeriesCheck(List.of(), List.of());
        return new GroupSummary(name, sample, Summary.of(sample), none, none, ShapiroWilk.test(sample), unchecked);
    }
}
