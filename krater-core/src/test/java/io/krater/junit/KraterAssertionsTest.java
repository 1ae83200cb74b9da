package io.krater.junit;

import static io.krater.junit.KraterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.opentest4j.TestAbortedException;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class KraterAssertionsTest {
    private static final SuiteResult RESULT = run(100, 30, 0.02);

    @Test
    void passesWhereTheWholeIntervalIsOnTheClaimedSide() {
        ratio(RESULT).isAtLeast(0.25).isAtMost(0.35);
        ratio(run(100, 101, 0.005)).isTheSameWithin(0.05);
        assertThat(RESULT).hasNoFailures();
        assertThat(RESULT)
                .metric(Metrics.THROUGHPUT)
                .of("base")
                .hasMeanAtLeast(95)
                .hasMeanAtMost(105);
    }

    @Test
    void failsWithNumbersIntervalAndN() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ratio(RESULT).isAtLeast(0.5))
                .withMessageContaining("ratio of throughput_mflops of wasm to base in 64_nw: claimed at least 0.5")
                .withMessageContaining("measured 0.3, 95 % interval 0.29")
                .withMessageContaining("paired t, n = 12");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ratio(RESULT).isAtMost(0.2));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ratio(RESULT).isTheSameWithin(0.05));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ratio(run(30, 100, 0.02)).isTheSameWithin(0.05));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        assertThat(RESULT).metric(Metrics.THROUGHPUT).of("base").hasMeanAtMost(90))
                .withMessageContaining("MFLOPS");
    }

    @Test
    void abortsWithTheNumberOfTrialsWhereTheIntervalHoldsTheBound() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> ratio(run(100, 30, 0.3)).isAtLeast(0.28))
                .withMessageContaining("cannot tell")
                .withMessageMatching("(?s).*about \\d+ trials a side would be needed to tell.*");
    }

    private static SuiteResult scaling() {
        return Synthetic.of("base", "wasm")
                .variants("256", "1024")
                .trials(12)
                .throughput(id -> OptionalDouble.of((id.environment().equals("base") ? 100 : 30)
                        * (id.variant().equals("256") ? 1 : 0.5)
                        * (1 + 0.01 * (id.number() * 7 % 5 - 2) / 2)))
                .result();
    }

    @Test
    void comparesVariantsOfAnEnvironment() {
        MetricAssert throughput = assertThat(scaling()).metric(Metrics.THROUGHPUT);
        throughput.ofVariant("1024").comparedTo("256").isAtLeast(0.45).isAtMost(0.55);
        throughput.ofVariant("256").in("wasm").comparedTo("1024").isAtLeast(1.9);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> throughput.ofVariant("1024").comparedTo("256").isAtLeast(0.9))
                .withMessageContaining("ratio of throughput_mflops of 1024 to 256 in base: claimed at least 0.9")
                .withMessageContaining("ratio of throughput_mflops of 1024 to 256 in wasm: claimed at least 0.9")
                .withMessageContaining("n = 12");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> throughput.ofVariant("512"))
                .withMessage("variant must be one of [256, 1024], was \"512\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> throughput.ofVariant("256").in("runc"))
                .withMessage("environment must be one of [base, wasm], was \"runc\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> throughput.ofVariant("256").comparedTo("256"))
                .withMessage("a variant is compared to another, was \"256\" twice");
    }

    @Test
    void comparesEnvironmentsOverAllVariants() {
        MetricAssert throughput = assertThat(scaling()).metric(Metrics.THROUGHPUT);
        throughput.of("wasm").overAllVariants().comparedTo("base").isAtMost(0.35);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> throughput
                        .of("wasm")
                        .overAllVariants()
                        .comparedTo("base")
                        .isAtLeast(0.5))
                .withMessageContaining(
                        "ratio of throughput_mflops of wasm to base over all variants: claimed at least 0.5")
                .withMessageContaining("n = 24");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> throughput.of("wasm").overAllVariants().in("256"))
                .withMessageContaining("wasm over all variants is in no one of them");
    }

    @Test
    void failsInsteadWhereAskedTo() {
        System.setProperty("krater.cannot-tell", "fail");
        try {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> ratio(run(100, 30, 0.3)).isAtLeast(0.28))
                    .withMessageContaining("cannot tell");
        } finally {
            System.clearProperty("krater.cannot-tell");
        }
    }

    @Test
    void cannotTellFromTooFewTrialsOrNone() {
        SuiteResult few = Synthetic.of("base", "wasm").trials(2).result();
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> ratio(few).isAtLeast(0.1))
                .withMessageContaining("at least 5 trials");
    }

    @Test
    void failsWhereASideHasNoCompletedTrial() {
        SuiteResult none = Synthetic.of("base", "wasm").failing(id -> true).result();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ratio(none).isAtLeast(0.1))
                .withMessageContaining(
                        "throughput_mflops of wasm in 64_nw: no trial completed, 5 of 5 attempts failed, the first by ");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(none).hasNoFailures())
                .withMessageContaining("base/64_nw: 5 of 5 attempts failed");
        SuiteResult baseFails = Synthetic.of("base", "wasm")
                .failing(id -> id.environment().equals("base"))
                .result();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ratio(baseFails).isAtLeast(0.1))
                .withMessageContaining("of base in");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(none)
                        .allowingFailures(0.99)
                        .metric(Metrics.THROUGHPUT)
                        .of("wasm")
                        .hasMeanAtLeast(1))
                .withMessageContaining("no trial completed");
    }

    @Test
    void failsWhereNoTrialHasTheMetric() {
        Metric unknown = Metric.reported("latency", "ms", io.krater.metric.Direction.LOWER_IS_BETTER);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(RESULT).metric(unknown).of("wasm").hasMeanAtMost(1))
                .withMessageContaining("latency of wasm in 64_nw: no completed trial has this metric; they have [")
                .withMessageContaining("throughput_mflops");
        SuiteResult saved = Synthetic.of("base").failing(id -> true).result();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        assertThat(RESULT).metric(Metrics.THROUGHPUT).of("base").isNoSlowerThan(saved, 0.05))
                .withMessageContaining("the saved run has no completed trial with this metric there");
    }

    @Test
    void oneFailedTrialFailsAClaimUnlessTheTestAllowsARate() {
        SuiteResult some = Synthetic.of("base", "wasm")
                .trials(20)
                .failing(id -> id.environment().equals("wasm") && id.number() == 7)
                .normal(Map.of("base", 100.0, "wasm", 30.0), 0.02)
                .result();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ratio(some).isAtLeast(0.1))
                .withMessageContaining("of wasm in 64_nw: 1 of 20 attempts failed, the first by ")
                .withMessageContaining("allowingFailures(rate)");
        assertThat(some)
                .allowingFailures(0.05)
                .metric(Metrics.THROUGHPUT)
                .of("wasm")
                .comparedTo("base")
                .isAtLeast(0.25);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(some)
                        .allowingFailures(0.04)
                        .metric(Metrics.THROUGHPUT)
                        .of("wasm")
                        .hasMeanAtLeast(1))
                .withMessageContaining("(at most 4 % may)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(some).allowingFailures(1))
                .withMessageContaining("less than 1, was 1.0");
    }

    @Test
    void aFailureInOneVariantCountsMoreThanDoubtInAnother() {
        SuiteResult mixed = Synthetic.of("base", "wasm")
                .variants("a", "b")
                .trials(12)
                .throughput(id -> OptionalDouble.of(
                        id.variant().equals("a")
                                ? (id.environment().equals("base") ? 100 : 10) + id.number() % 3
                                : 100 + 60 * (id.number() % 2)))
                .result();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ratio(mixed).isAtLeast(0.99))
                .withMessageContaining("in a");
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> assertThat(mixed)
                        .metric(Metrics.THROUGHPUT)
                        .of("wasm")
                        .in("b")
                        .comparedTo("base")
                        .isAtLeast(0.99));
    }

    @Test
    void comparesWithASavedRunInTheMetricsDirection() {
        EnvironmentAssert here = assertThat(RESULT).metric(Metrics.THROUGHPUT).of("base");
        here.isNoSlowerThan(run(100, 30, 0.02), 0.05);
        here.isNoSlowerThan(run(50, 30, 0.02), 0.05);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> here.isNoSlowerThan(run(120, 30, 0.02), 0.05))
                .withMessageContaining("against the saved run: claimed at least 0.95");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> here.isNoSlowerThan(Synthetic.of("other").result(), 0.05))
                .withMessageContaining("has no such cell");
    }

    @Test
    void namesWhatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(RESULT).metric(Metrics.THROUGHPUT).of("moon"))
                .withMessageContaining("[base, wasm]")
                .withMessageContaining("\"moon\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        assertThat(RESULT).metric(Metrics.THROUGHPUT).of("base").in("9_w"))
                .withMessageContaining("\"9_w\"");
        Metric neutral = Metric.of("n", "", trial -> OptionalDouble.of(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(RESULT).metric(neutral).of("base").isNoWorseThan(RESULT, 0.05))
                .withMessageContaining("direction");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ratio(RESULT).isAtLeast(Double.NaN))
                .withMessage("the bound of a claim must be finite, was NaN");
    }

    private static RatioAssert ratio(SuiteResult result) {
        return assertThat(result).metric(Metrics.THROUGHPUT).of("wasm").comparedTo("base");
    }

    private static SuiteResult run(double base, double wasm, double cv) {
        return Synthetic.of("base", "wasm")
                .trials(12)
                .normal(Map.of("base", base, "wasm", wasm), cv)
                .result();
    }
}
