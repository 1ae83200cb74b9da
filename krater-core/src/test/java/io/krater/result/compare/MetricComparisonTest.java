package io.krater.result.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.compare.TestUsed;
import io.krater.stats.compare.Verdict;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricComparisonTest {
    private static final Map<String, Double> MEANS = Map.of("slow", 50.0, "fast", 100.0);

    @Test
    void findsTheSlowerEnvironmentAndItsRatio() {
        MetricComparison compared = Synthetic.of("fast", "slow")
                .trials(20)
                .normal(MEANS, 0.02)
                .result()
                .compare(Metrics.THROUGHPUT);
        PairComparison pair = compared.pair("64_nw", "slow", "fast").orElseThrow();
        assertThat(pair.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(pair.ratio().get().value()).isBetween(0.48, 0.52);
        assertThat(pair.ratio().get().interval().get().contains(0.5)).isTrue();
    }

    @Test
    void turnsTheRatioRoundWithTheBaseline() {
        MetricComparison compared = Synthetic.of("fast", "slow")
                .trials(20)
                .normal(MEANS, 0.02)
                .result()
                .compare(Metrics.THROUGHPUT)
                .baseline("slow");
        PairComparison pair = compared.pair("64_nw", "fast", "slow").orElseThrow();
        assertThat(pair.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(pair.ratio().get().value()).isBetween(1.9, 2.1);
    }

    @Test
    void callsEnvironmentsTheSameOnlyWithinAMarginThatWasStated() {
        SuiteResult result =
                Synthetic.of("a", "b").trials(20).normal(Map.of(), 0.01).result();
        MetricComparison plain = result.compare(Metrics.THROUGHPUT);
        assertThat(plain.pair("64_nw", "b", "a").orElseThrow().verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(plain.margin(0.05).pair("64_nw", "b", "a").orElseThrow().verdict())
                .isEqualTo(Verdict.SAME);
    }

    @Test
    void namesTheEnvironmentsWhereTheBaselineIsNoneOfThem() {
        MetricComparison compared = Synthetic.of("a", "b").result().compare(Metrics.THROUGHPUT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compared.baseline("c"))
                .withMessageContaining("[a, b]")
                .withMessageContaining("\"c\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compared.margin(5))
                .withMessageContaining("5.0");
    }

    @Test
    void comparesEachVariantByItself() {
        MetricComparison compared =
                Synthetic.of("a", "b").variants("64_nw", "128_nw").result().compare(Metrics.THROUGHPUT);
        assertThat(compared.slices()).extracting(each -> each.name()).containsExactly("64_nw", "128_nw");
        assertThat(compared.toString()).contains("64_nw: throughput_mflops").contains("128_nw: throughput_mflops");
    }

    @Test
    void saysThatOneEnvironmentCannotBeCompared() {
        assertThat(Synthetic.of("alone").result().compare(Metrics.THROUGHPUT).toString())
                .contains("not computable because");
    }

    @Test
    void saysThatNothingCanBeToldWhereEveryTrialFailed() {
        MetricComparison compared =
                Synthetic.of("a", "b").failing(id -> true).result().compare(Metrics.THROUGHPUT);
        assertThat(compared.pair("64_nw", "b", "a").orElseThrow().verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(compared.toString()).contains("has no trials");
    }

    @Test
    void survivesNoneOneAndTwoTrialsAndTrialsThatAreAllEqual() {
        for (int trials = 0; trials <= 2; trials++) {
            MetricComparison compared =
                    Synthetic.of("a", "b").trials(trials).result().compare(Metrics.THROUGHPUT);
            assertThat(compared.pair("64_nw", "b", "a").orElseThrow().verdict()).isEqualTo(Verdict.CANNOT_TELL);
        }
        MetricComparison equal = Synthetic.of("a", "b").trials(10).result().compare(Metrics.THROUGHPUT);
        assertThat(equal.toString()).contains("cannot tell");
    }

    @Test
    void leavesOutTrialsWithoutTheMetric() {
        MetricComparison compared = Synthetic.of("a", "b")
                .throughput(id -> id.number() == 1 ? OptionalDouble.empty() : OptionalDouble.of(id.number()))
                .result()
                .compare(Metrics.THROUGHPUT);
        assertThat(compared.slice("64_nw")
                        .orElseThrow()
                        .group("a")
                        .orElseThrow()
                        .sample()
                        .size())
                .isEqualTo(4);
    }

    @Test
    void comparesWithTheBaselineOnlyWhereAllPairsAreTooMany() {
        String[] names = IntStream.range(0, 60).mapToObj(i -> "e" + i).toArray(String[]::new);
        MetricComparison compared = Synthetic.of(names)
                .trials(3)
                .samples(0)
                .normal(Map.of(), 0.1)
                .result()
                .compare(Metrics.THROUGHPUT);
        assertThat(compared.slices().get(0).comparison().pairs().get()).hasSize(59);
    }

    @Test
    void plansBySliceAndPairOfAPilot() {
        SuiteResult pilot = Synthetic.of("a", "b", "c")
                .trials(10)
                .normal(Map.of("c", 80.0), 0.03)
                .result();
        PilotPlan plan = pilot.compare(Metrics.THROUGHPUT).plan(0.03);

        assertThat(plan.pairs()).hasSize(3);
        assertThat(plan.trials().get().high()).isGreaterThan(plan.trials().get().low());
        assertThat(plan.toString()).startsWith("trials of each cell for a difference of 3 %: ");
        SuiteResult tooSmall =
                Synthetic.of("a", "b").trials(4).normal(Map.of(), 0.03).result();
        assertThat(tooSmall.compare(Metrics.THROUGHPUT).plan(0.03).trials().isComputed())
                .isFalse();
    }

    @Test
    void comparesOnlyTheBaselineOrAllPairs() {
        MetricComparison three = Synthetic.of("a", "b", "c")
                .trials(5)
                .normal(Map.of(), 0.03)
                .result()
                .compare(Metrics.THROUGHPUT);

        assertThat(three.slices().get(0).comparison().pairs().get()).hasSize(3);
        assertThat(three.baselineOnly().slices().get(0).comparison().pairs().get())
                .hasSize(2);
        assertThat(three.baseline("b").slices().get(0).comparison().pairs().get())
                .extracting(pair -> pair.name() + "/" + pair.reference())
                .containsExactly("a/b", "c/b");
        assertThat(three.baseline("b")
                        .allPairs()
                        .slices()
                        .get(0)
                        .comparison()
                        .pairs()
                        .get())
                .hasSize(3);
    }

    @Test
    void comparesVariantsWithinRoundsAndEnvironmentsOverAllVariants() {
        SuiteResult result = Synthetic.of("fast", "slow")
                .variants("64_nw", "128_nw")
                .trials(12)
                .normal(MEANS, 0.02)
                .result();
        MetricComparison variants = result.compare(Metrics.THROUGHPUT).along(Factor.VARIANT);
        PairComparison scaling = variants.pair("fast", "128_nw", "64_nw").orElseThrow();
        PairComparison pooled = result.compare(Metrics.THROUGHPUT)
                .along(Factor.ENVIRONMENT_OVER_VARIANTS)
                .pair("all variants", "slow", "fast")
                .orElseThrow();

        assertThat(scaling.choice().test()).isEqualTo(TestUsed.LOG_RATIO);
        assertThat(scaling.blocked().get().pairs()).isEqualTo(12);
        assertThat(pooled.blocked().get().pairs()).isEqualTo(24);
        assertThat(pooled.verdict()).isEqualTo(Verdict.WORSE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> variants.baseline("slow"))
                .withMessageContaining("one of the variants [64_nw, 128_nw]");
    }
}
