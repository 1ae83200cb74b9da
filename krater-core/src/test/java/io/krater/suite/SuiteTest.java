package io.krater.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteTest {
    private static Suite.Builder valid() {
        return Suite.named("s")
                .environment(Environment.process("a").command("x"))
                .workload(MatrixMultiplication.sizes(256).duration(Duration.ofSeconds(30)));
    }

    @Test
    void namesTheValueAsItWasGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resources.cpu("0.5m"))
                .withMessage("cpu must be at least 10m (0.01 cores), was \"0.5m\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().trials(5, 9).untilPrecision(2).build())
                .withMessageContaining("was 2.0; 0.02 means 2 %");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().pinTo(0, 0))
                .withMessage("pinTo must name each core once, named 0 twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Suite.named("s")
                        .environment(Environment.process("a").command("x"))
                        .workload(ProgramWorkload.named("p")
                                .variant("one")
                                .expected(Duration.ofMillis(100))
                                .build())
                        .build())
                .withMessageContaining("sampleEvery against the expected time of variant one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().baseline("b").build())
                .withMessage("baseline must be one of [a], was \"b\"");
    }

    @Test
    void refusesAnIntervalLongerThanHalfTheDuration() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().sampleEvery(Duration.ofSeconds(20)).build())
                .withMessageStartingWith(
                        "interval must be at most duration/2, was 20s for a duration of 30s: sampleEvery")
                .withMessageContaining("of variant ");
    }

    @Test
    void refusesMatricesThatExceedTheMemoryLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().workload(MatrixMultiplication.sizes(2048))
                        .limits(Resources.memoryLimit("64Mi"))
                        .build())
                .withMessage("data of variant 2048_w must fit in the memory limit, was 100663296 bytes for a limit of"
                        + " 67108864 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a.b", "a b", "ä", "", "-a", "a-", "a\nb", "名"})
    void refusesNamesThatCannotNameAFolder(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Environment.process(name).command("x").build())
                .withMessageContaining("environment name must be")
                .withMessageContaining("was \"" + name + "\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Suite.named(name)
                        .environment(Environment.process("a").command("x"))
                        .workload(MatrixMultiplication.sizes(2))
                        .build())
                .withMessageContaining("suite name must be");
    }

    @Test
    void refusesWhatNoProcessCanBeGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Environment.process("a")
                        .command("x")
                        .variable("A=B", "c")
                        .build())
                .withMessage(
                        "variable of environment a must have a name without = and hold no NUL, was \"A=B\" = \"c\"");
        for (String name : List.of("", "N\0")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Environment.process("a")
                            .command("x")
                            .variable(name, "c")
                            .build());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Environment.process("a").command("x", "a\0b").build())
                .withMessageContaining("command must hold no NUL");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Environment.pod("a").image("x").command("a\0b").build())
                .withMessageContaining("command must hold no NUL");
    }

    @Test
    void refusesVariantsThatNoProgramCanRun() {
        Duration year = Duration.ofDays(365);
        refusesVariant(
                Duration.ofSeconds(-1), year, 0, "x", "warm-up of variant v must be in 0s to 31536000s, was -1s");
        refusesVariant(
                Duration.ZERO,
                year.plusNanos(1),
                0,
                "x",
                "expected gate of variant v must be in 0s to 31536000s, was 31536000.000000001s");
        refusesVariant(Duration.ZERO, year, -1, "x", "data of variant v must not be negative, was -1 bytes");
        refusesVariant(Duration.ZERO, year, 0, "a\0b", "arguments of variant v must hold no NUL, was [a\0b]");
    }

    private static void refusesVariant(Duration warmup, Duration gate, long data, String argument, String message) {
        Variant variant =
                new Variant("v", Map.of(), List.of(argument), warmup, Optional.of(gate), OptionalLong.of(data));
        refuses(valid().workload(ProgramWorkload.named("w").variant(variant).build()), message);
    }

    @Test
    void refusesTwoEnvironmentsOfOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().environment(Environment.process("A").command("y"))
                        .build())
                .withMessage("environment names must be distinct, \"A\" was given twice");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001})
    void refusesATrialCountOutOfBounds(int trials) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().trials(trials).build())
                .withMessage("trials must be in 1..1000000, was " + trials);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0, -5, 16_385})
    void refusesAMatrixSizeOutOfBounds(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MatrixMultiplication.sizes(size))
                .withMessage("size must be in 2..16384, was " + size);
    }

    @Test
    void refusesASuiteWithoutEnvironmentOrWorkload() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Suite.named("s").workload(MatrixMultiplication.sizes(2)).build())
                .withMessageContaining("at least one environment");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Suite.named("s")
                        .environment(Environment.process("a").command("x"))
                        .build())
                .withMessageContaining("needs a workload");
    }

    @ParameterizedTest
    @CsvSource({"500m,500", "1,1000", "1.5,1500", "2000m,2000", "0.25,250"})
    void readsCpuAsKubernetesWritesIt(String text, int millis) {
        assertThat(Resources.cpu(text).cpuMillis()).hasValue(millis);
    }

    @ParameterizedTest
    @CsvSource({"64Mi,67108864", "1G,1000000000", "1Gi,1073741824", "5000000,5000000", "1.5Gi,1610612736"})
    void readsMemoryAsKubernetesWritesIt(String text, long bytes) {
        assertThat(Resources.memoryLimit(text).memoryBytes()).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "1 core", "-1", "1e3", "", "1mi", "NaN"})
    void refusesQuantitiesThatDoNotParse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resources.cpu(text))
                .withMessageContaining("was \"" + text + "\"");
    }

    @Test
    void refusesLimitsThatNoProgramCanLiveIn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resources.cpu("1m"))
                .withMessage("cpu must be at least 10m (0.01 cores), was \"1m\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resources.memoryLimit("1Ki"))
                .withMessage("memory must be at least 4Mi, was \"1Ki\"");
    }

    @Test
    void reopensAsABuilderThatHoldsTheSameSettings() {
        Suite suite = valid().trials(7).seed(3).pinTo(0, 1).build();
        assertThat(suite.toBuilder().build()).isEqualTo(suite);
        assertThat(suite.toBuilder().trials(8).build().trials()).isEqualTo(8);
    }

    @Test
    void givesKratersArguments() {
        Variant variant = MatrixMultiplication.sizes(256)
                .duration(Duration.ofSeconds(30))
                .variants()
                .get(0);
        assertThat(variant.label()).isEqualTo("256_w");
        assertThat(variant.arguments()).isEqualTo(List.of("w", "256", "30"));
        assertThat(variant.dataBytes()).hasValue(3L * 256 * 256 * 8);
        assertThat(MatrixMultiplication.sizes(2)
                        .warmup(Duration.ZERO)
                        .duration(Duration.ofSeconds(2))
                        .variants()
                        .get(0))
                .extracting(Variant::label, Variant::arguments)
                .containsExactly("2_nw", List.of("nw", "2", "2"));
    }

    @Test
    void readsNothingFromADamagedLog() {
        MatrixMultiplication matrix = MatrixMultiplication.sizes(2);
        WorkloadResult read = matrix.read(
                matrix.variants().get(0), List.of("iterations: many", "throughput: 1e999 MFLOPS", "elapsed time: ..s"));
        assertThat(read).isEqualTo(WorkloadResult.none());
    }

    @Test
    void takesBoundsOfTheTrialsWithARuleToStop() {
        Suite suite = valid().trials(10, 50).untilPrecision(0.02).build();
        assertThat(suite.trials()).isEqualTo(50);
        assertThat(suite.stopRule()).contains(new PrecisionRule(10, 0.02, "throughput_mflops", false));
        assertThat(suite.stopRule().orElseThrow().firstLook()).isEqualTo(20);
        assertThat(suite.toBuilder().build()).isEqualTo(suite);
        Suite early = valid().trials(10, 50)
                .untilPrecision(0.02, "peak_mem_bytes")
                .stopDespiteDoubts()
                .build();
        assertThat(early.stopRule()).contains(new PrecisionRule(10, 0.02, "peak_mem_bytes", true));
        assertThat(early.stopRule().orElseThrow().firstLook()).isEqualTo(10);
        assertThat(early.toBuilder().build()).isEqualTo(early);
    }

    @Test
    void goesOnUntilAVerdictIsTold() {
        Suite suite = pair().trials(10, 50).untilVerdict(0.05).build();
        assertThat(suite.stopRule()).contains(new VerdictRule(10, OptionalDouble.of(0.05), "throughput_mflops"));
        assertThat(suite.toBuilder().build()).isEqualTo(suite);
        assertThat(pair().trials(5, 50).untilVerdict().build().stopRule())
                .contains(new VerdictRule(5, OptionalDouble.empty(), "throughput_mflops"));
        assertThat(pair().trials(5, 50).untilVerdict("gate_seconds").build().stopRule())
                .contains(new VerdictRule(5, OptionalDouble.empty(), "gate_seconds"));
        assertThat(pair().trials(20, 50)
                        .untilVerdict()
                        .untilPrecision(0.02)
                        .build()
                        .stopRule())
                .containsInstanceOf(PrecisionRule.class);
    }

    @Test
    void refusesAVerdictThatCannotBeAskedFor() {
        refuses(
                valid().trials(10, 50).untilVerdict(),
                "untilVerdict needs a second environment to set against the first, had 1");
        refuses(pair().trials(4, 50).untilVerdict(), "the fewest trials of untilVerdict must be at least 5, was 4");
        refuses(pair().trials(25).untilVerdict(), "untilVerdict needs the bounds trials(fewest, most), was trials(25)");
        refuses(pair().trials(10, 50).untilVerdict(0.6), "the margin of untilVerdict must be in 0.001..0.5, was 0.6");
        refuses(pair().trials(10, 50).untilVerdict(0), "the margin of untilVerdict must be in 0.001..0.5, was 0.0");
        refuses(
                pair().trials(10, 50).untilVerdict().order(Order.SEQUENTIAL),
                "untilVerdict needs order RANDOMISED_BLOCKS, because whole blocks go on or end, was SEQUENTIAL");
        refuses(
                pair().trials(10, 50).untilVerdict(0.02, "Big Metric"),
                "untilVerdict needs a metric's name, of a-z 0-9 _ and beginning with a letter, was \"Big Metric\"");
        refuses(
                pair().trials(10, 50).untilVerdict().stopDespiteDoubts(),
                "stopDespiteDoubts() belongs to untilPrecision; untilVerdict makes its intervals the wider for them");
    }

    private static Suite.Builder pair() {
        return valid().environment(Environment.process("second").command("x"));
    }

    @Test
    void refusesARuleToStopThatContradictsItself() {
        refuses(
                valid().trials(4, 50).untilPrecision(0.02),
                "the fewest trials of untilPrecision must be at least 5, was 4");
        refuses(
                valid().trials(30, 20).untilPrecision(0.02),
                "the fewest trials must be at most the most, was trials(30, 20)");
        refuses(
                valid().trials(5, 19).untilPrecision(0.02),
                "untilPrecision does not stop before 20 trials of each cell, because fewer often hold no slow one, and was"
                        + " trials(5, 19); allow more than that, or say stopDespiteDoubts()");
        refuses(valid().trials(10, 50).untilPrecision(0.6), "untilPrecision must be in 0.0001..0.5, was 0.6");
        refuses(valid().trials(10, 50).untilPrecision(Double.NaN), "untilPrecision must be in 0.0001..0.5, was NaN");
        refuses(
                valid().trials(10, 50),
                "trials(10, 50) needs untilPrecision or untilVerdict, which say when to stop between the two");
        refuses(
                valid().trials(25).untilPrecision(0.02),
                "untilPrecision needs the bounds trials(fewest, most), was trials(25)");
        refuses(
                valid().trials(10, 50).untilPrecision(0.02).order(Order.SEQUENTIAL),
                "untilPrecision needs order RANDOMISED_BLOCKS, because whole blocks go on or end, was SEQUENTIAL");
        refuses(
                valid().trials(10, 50).untilPrecision(0.02, "Big Metric"),
                "untilPrecision needs a metric's name, of a-z 0-9 _ and beginning with a letter, was \"Big Metric\"");
    }

    private static void refuses(Suite.Builder suite, String message) {
        assertThatIllegalArgumentException().isThrownBy(suite::build).withMessage(message);
    }

    @Test
    void refusesACoreThatIsNamedTwice() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Suite.named("twice").pinTo(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pinTo must name each core once, named 1 twice");
    }
}
