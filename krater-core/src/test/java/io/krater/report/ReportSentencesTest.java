package io.krater.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.result.compare.MetricComparison;
import io.krater.stats.compare.TestRule;
import io.krater.suite.Order;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sentence of a report that depends on the data: a result in which it stands, and others in which it does not. */
class ReportSentencesTest {
    private static final Map<String, String> TEXTS = new LinkedHashMap<>();

    /** Results by what is special about them, as the text of their report. */
    private static final Map<String, Supplier<String>> WORLDS = worlds();

    private static Map<String, Supplier<String>> worlds() {
        Map<String, Supplier<String>> worlds = new LinkedHashMap<>();
        worlds.put("clear", () -> text(clear()));
        worlds.put("clear by Welch", () -> text(clear(), TestRule.WELCH));
        worlds.put("clear by ranks", () -> text(clear(), TestRule.MANN_WHITNEY));
        worlds.put("clear by normality", () -> text(clear(), TestRule.BY_NORMALITY));
        worlds.put("clear within blocks", () -> text(clear(), TestRule.WITHIN_BLOCKS));
        worlds.put("clear unpaired", () -> text(clear(), TestRule.UNPAIRED));
        worlds.put("clear typical", () -> text(clear(), TestRule.TYPICAL));
        worlds.put("clear with a baseline", () -> text(clear(), compare(clear()).baseline("fast")));
        worlds.put("clear with a margin", () -> text(clear(), compare(clear()).margin(0.05)));
        worlds.put(
                "Welch with a margin",
                () -> text(clear(), compare(clear()).rule(TestRule.WELCH).margin(0.05)));
        worlds.put(
                "family of three metrics", () -> text(clear(), compare(clear()).familyOf(3)));
        worlds.put(
                "sequential",
                () -> text(Synthetic.of("fast", "slow", "last")
                        .trials(12)
                        .normal(Map.of("fast", 200.0, "slow", 100.0), 0.02)
                        .stopping(suite -> suite.order(Order.SEQUENTIAL))
                        .result()));
        worlds.put(
                "until told",
                () -> text(Synthetic.of("fast", "slow")
                        .trials(12)
                        .normal(Map.of("fast", 200.0, "slow", 100.0), 0.02)
                        .stopping(suite -> suite.trials(5, 12).untilVerdict("throughput_mflops"))
                        .result()));
        worlds.put(
                "until told, too few",
                () -> text(Synthetic.of("fast", "slow", "third")
                        .trials(5)
                        .normal(Map.of("fast", 200.0, "slow", 100.0), 0.02)
                        .stopping(suite -> suite.trials(5, 5).untilVerdict("throughput_mflops"))
                        .result()));
        worlds.put(
                "until precise",
                () -> text(Synthetic.of("fast", "slow")
                        .trials(24)
                        .normal(Map.of("fast", 200.0, "slow", 100.0), 0.02)
                        .stopping(suite -> suite.trials(20, 24).untilPrecision(0.05, "throughput_mflops"))
                        .result()));
        worlds.put(
                "until precise despite doubts",
                () -> text(Synthetic.of("fast", "slow")
                        .trials(12)
                        .normal(Map.of("fast", 200.0, "slow", 100.0), 0.3)
                        .untilPrecision(10, 0.02)
                        .result()));
        worlds.put(
                "nothing",
                () -> text(Synthetic.of("a", "b")
                        .trials(5)
                        .throughput(id -> OptionalDouble.empty())
                        .result()));
        worlds.put(
                "one of two",
                () -> text(Synthetic.of("a", "b")
                        .trials(5)
                        .throughput(id ->
                                id.environment().equals("a") ? OptionalDouble.of(id.number()) : OptionalDouble.empty())
                        .result()));
        worlds.put("one trial", () -> text(Synthetic.of("a", "b").trials(1).result()));
        worlds.put("equal trials", () -> text(Synthetic.of("a", "b").trials(8).result()));
        worlds.put(
                "too many",
                () -> String.join(
                        " ",
                        new Conclusion(Synthetic.of(IntStream.range(0, 1300)
                                                .mapToObj(i -> "e" + i)
                                                .toArray(String[]::new))
                                        .trials(1)
                                        .samples(0)
                                        .result()
                                        .compare(Metrics.THROUGHPUT)
                                        .allPairs())
                                .sentences()));
        worlds.put(
                "eight",
                () -> text(Synthetic.of("a", "b", "c", "d", "e", "f", "g", "h")
                        .trials(8)
                        .normal(
                                Map.of(
                                        "a", 200.0, "b", 100.0, "c", 100.0, "d", 100.0, "e", 100.0, "f", 100.0, "g",
                                        100.0, "h", 100.0),
                                0.02)
                        .result()));
        worlds.put("same", () -> {
            SuiteResult same = Synthetic.of("a", "b")
                    .trials(20)
                    .normal(Map.of("a", 100.0, "b", 100.0), 0.01)
                    .result();
            return text(same, compare(same).margin(0.05));
        });
        worlds.put("six of five trials", () -> text(six()));
        worlds.put("six by ranks", () -> text(six(), TestRule.MANN_WHITNEY));
        worlds.put("two near the margin", () -> {
            SuiteResult near = Synthetic.of("base", "near", "nearer")
                    .trials(20)
                    .normal(Map.of("base", 100.0, "near", 105.0, "nearer", 104.9), 0.004)
                    .result();
            return text(near, compare(near).margin(0.05));
        });
        worlds.put("neither good nor bad", () -> {
            SuiteResult result = clear();
            Metric neutral = Metric.of(
                    "own",
                    "",
                    trial -> OptionalDouble.of((trial.id().environment().equals("fast") ? 10 : 20)
                            + random(trial.id().toString())));
            return Report.markdown(result, result.compare(neutral)).text().replace("\\", "");
        });
        worlds.put("ranks against means", () -> text(slowOnes(), TestRule.MANN_WHITNEY));
        worlds.put("a few slow ones", () -> text(slowOnes()));
        worlds.put("slow ones on both sides", () -> text(slowOnBothSides()));
        worlds.put("shared noise by paired tests", () -> text(shared(), TestRule.WITHIN_BLOCKS));
        worlds.put("shared noise", () -> text(shared()));
        worlds.put(
                "around zero",
                () -> text(Synthetic.of("a", "b")
                        .trials(12)
                        .throughput(id ->
                                OptionalDouble.of((id.environment().equals("a") ? 3 : -3) + random(id.toString())))
                        .result()));
        worlds.put(
                "incomplete blocks",
                () -> text(Synthetic.of("a", "b", "c")
                        .trials(12)
                        .normal(Map.of("a", 100.0, "b", 80.0, "c", 120.0), 0.02)
                        .failing(id -> id.environment().equals("c") && id.number() % 2 == 0)
                        .result()));
        worlds.put("a wave", () -> text(wave()));
        worlds.put("a wave by its typical trial", () -> text(wave(), TestRule.TYPICAL));
        worlds.put("files", () -> text(files()));
        return worlds;
    }

    static Stream<Arguments> sentences() {
        return Stream.of(
                said("Trials ran in order randomised blocks, seed 7", "clear", "sequential", "files"),
                said("Trials ran in order sequential", "sequential", "clear", "files"),
                said("The number of trials was not fixed", "until told", "clear"),
                said("That was met in every cell.", "until precise", "until precise despite doubts", "until told"),
                said(
                        "That was not met in 2 of 2 cells: fast/64_nw ± ",
                        "until precise despite doubts",
                        "until precise"),
                said("whatever the trials looked like", "until precise despite doubts", "until precise"),
                said("looked at from 20 trials on", "until precise", "until precise despite doubts"),
                said("slightly too narrow", "until precise", "until told", "clear"),
                said("Every verdict was told.", "until told", "until told, too few", "clear"),
                said("Not told: slow against fast in 64_nw (no interval)", "until told, too few", "until told"),
                said("hold at every look (confidence sequences)", "until told", "until precise", "clear"),
                said("Pairs are judged as they were randomised", "clear", "clear unpaired", "clear by Welch"),
                said(
                        "Pairs are judged by the ratio of means, by Fieller's",
                        "clear unpaired",
                        "clear",
                        "clear typical"),
                said("Pairs are judged by the ratio that a typical trial", "clear typical", "clear", "clear unpaired"),
                said("Trials went on until they could tell, so pairs", "until told", "clear", "until precise"),
                said("over all pairs of one table", "clear", "clear with a baseline", "family of three metrics"),
                said("over the pairs with the baseline", "clear with a baseline", "clear"),
                said("of the declared family (Bonferroni)", "family of three metrics", "clear"),
                said("They are widened where trials are seen to depend", "clear", "clear typical", "clear by Welch"),
                said("The typical trial's ratio is Hodges and Lehmann's", "clear", "clear by Welch"),
                said("Ratios are of means, with BCa bootstrap intervals", "clear by Welch", "clear"),
                said("tested by Welch's t, whatever the groups look like", "clear by Welch", "clear by ranks", "clear"),
                said("tested by Mann-Whitney (exact up to", "clear by ranks", "clear by normality", "clear"),
                said("Shapiro-Wilk can be computed for each group", "clear by normality", "clear by Welch", "clear"),
                said("tested within blocks, by the paired t where", "clear within blocks", "clear", "clear by Welch"),
                said("No margin was stated", "clear", "clear with a margin", "Welch with a margin"),
                said(
                        "better or worse is by at least that margin",
                        "clear with a margin",
                        "clear",
                        "Welch with a margin"),
                said(
                        "% of the reference's mean, adjusted likewise",
                        "Welch with a margin", "clear with a margin", "clear"),
                said(
                        "A verdict is possible at all from 3 blocks on",
                        "clear",
                        "clear unpaired",
                        "six by ranks",
                        "one trial"),
                said("A verdict is possible at all from 2 trials a side on", "clear unpaired", "clear"),
                said(
                        "The smallest adjusted p that such trials can give",
                        "six by ranks",
                        "six of five trials",
                        "clear"),
                said("no trial gave a value of throughput_mflops", "nothing", "one of two", "clear"),
                said("only one environment has values of", "one of two", "nothing", "clear"),
                said("pairs are not computable because 1300 groups make", "too many", "clear", "eight"),
                said("7 environments are worse", "eight", "clear"),
                said("slow is worse (ratio 0.50", "clear", "eight", "same"),
                said("b is the same within the margin", "same", "clear", "clear with a margin"),
                said("is different (ratio", "neither good nor bad", "clear"),
                said(
                        "told by Mann-Whitney U, while this interval, of the means, holds 1",
                        "ranks against means",
                        "clear by ranks"),
                said(
                        "while this interval, which does not look at blocks, holds 1",
                        "shared noise by paired tests",
                        "clear within blocks",
                        "shared noise"),
                said("a typical trial differs, by a ratio of", "slow ones on both sides", "clear", "a few slow ones"),
                said("a typical trial shows another ratio", "a few slow ones", "clear", "slow ones on both sides"),
                said("differ, and whether by the margin is open", "two near the margin", "clear with a margin", "same"),
                said(
                        "a difference is shown, but neither that it is at least",
                        "two near the margin",
                        "clear with a margin"),
                said(
                        "these trials cannot tell whether there is a difference",
                        "six of five trials",
                        "six by ranks",
                        "clear"),
                said(
                        "so few trials can show no difference by Mann-Whitney U",
                        "six by ranks",
                        "six of five trials",
                        "clear by ranks"),
                said(
                        "so few trials can show no difference by confidence sequence",
                        "until told, too few",
                        "until told"),
                said("nothing can be tested for b", "one trial", "clear", "six by ranks"),
                said("Nothing was tested", "one trial", "clear", "six by ranks"),
                said("no interval, because", "equal trials", "clear"),
                said("mean difference within blocks -", "around zero", "clear"),
                said("judged by the mean difference within blocks", "around zero", "clear"),
                said(
                        "(1 pair); by ratio of means (Welch's t of the ratio of means), because only 6 of 12 blocks",
                        "incomplete blocks",
                        "clear"),
                said("Friedman over all groups", "clear", "sequential", "clear by Welch"),
                said("Kruskal-Wallis over all groups", "sequential", "clear"),
                said("its trials depend on one another, for which the interval is widened", "a wave", "clear"),
                said("for which the interval is not widened", "a wave by its typical trial", "a wave", "clear typical"),
                said("which the interval of a rank test does not make up for", "a wave by its typical trial", "a wave"),
                said("the interval decides, and there is one pair", "clear with a baseline", "six of five trials"),
                said("p adjusted by Holm-Bonferroni over", "clear by Welch", "clear"));
    }

    private static Arguments said(String sentence, String in, String... notIn) {
        return Arguments.of(sentence, in, List.of(notIn));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sentences")
    void standsWhereItIsTrueAndOnlyThere(String sentence, String in, List<String> notIn) {
        assertThat(of(in)).contains(sentence);
        notIn.forEach(other -> assertThat(of(other)).doesNotContain(sentence));
    }

    private static synchronized String of(String world) {
        return TEXTS.computeIfAbsent(
                world, name -> Objects.requireNonNull(WORLDS.get(name), name).get());
    }

    private static SuiteResult clear() {
        return Synthetic.of("fast", "slow")
                .trials(20)
                .normal(Map.of("fast", 200.0, "slow", 100.0), 0.02)
                .result();
    }

    private static SuiteResult files() {
        try {
            return KraterFiles.read(Path.of(Objects.requireNonNull(
                            ReportSentencesTest.class.getResource("/io/krater/result/krater"), "fixtures")
                    .toURI()));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SuiteResult six() {
        return Synthetic.of("a", "b", "c", "d", "e", "f")
                .trials(5)
                .normal(Map.of(), 0.3)
                .result();
    }

    /** The second is 3 % better but for one trial in ten, which is far slower. */
    private static SuiteResult slowOnes() {
        return Synthetic.of("base", "other")
                .trials(20)
                .throughput(id ->
                        OptionalDouble.of((id.environment().equals("base") ? 100 : id.number() % 10 == 5 ? 60 : 103)
                                + 0.5 * random(id.toString())))
                .result();
    }

    /** The second is 3 % better, and each has one trial that is far slower. */
    private static SuiteResult slowOnBothSides() {
        return Synthetic.of("base", "other")
                .trials(20)
                .throughput(id -> {
                    boolean base = id.environment().equals("base");
                    boolean slow = id.number() == (base ? 5 : 15);
                    return OptionalDouble.of((base ? 100 : 103) * (slow ? 0.6 : 1) + 0.5 * random(id.toString()));
                })
                .result();
    }

    private static SuiteResult shared() {
        return Synthetic.of("base", "other")
                .trials(20)
                .throughput(id -> OptionalDouble.of((100 + 20 * random("round " + id.number()))
                        * (id.environment().equals("base") ? 1 : 1.03)
                        * (1 + 0.005 * random(id.toString()))))
                .result();
    }

    private static SuiteResult wave() {
        return Synthetic.of("base", "wave")
                .trials(24)
                .throughput(id -> OptionalDouble.of(100
                        + (id.environment().equals("wave") ? 8 * Math.sin(id.number() / 3.0) : 0)
                        + (id.number() * 7) % 5 * 0.3))
                .result();
    }

    private static double random(String of) {
        return new Random(of.hashCode() * 7919L).nextGaussian();
    }

    private static MetricComparison compare(SuiteResult result) {
        return result.compare(Metrics.THROUGHPUT);
    }

    private static String text(SuiteResult result) {
        return text(result, compare(result));
    }

    private static String text(SuiteResult result, TestRule rule) {
        return text(result, compare(result).rule(rule));
    }

    private static String text(SuiteResult result, MetricComparison comparison) {
        return Report.markdown(result, comparison).text().replace("\\", "");
    }
}
