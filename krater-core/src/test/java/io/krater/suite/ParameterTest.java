package io.krater.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTest {
    @Test
    void writesNumbersAsPeopleDo() {
        assertThat(Parameter.number(256)).hasToString("256");
        assertThat(Parameter.number(0.5)).hasToString("0.5");
        assertThat(Parameter.number(1_000_000)).hasToString("1000000");
        assertThat(Parameter.number(-0.0)).hasToString("0").isEqualTo(Parameter.number(0));
        assertThat(Parameter.number(64, "MiB")).hasToString("64 MiB");
        assertThat(Parameter.number(64, "MiB").format()).isEqualTo("64");
        assertThat(Parameter.number(1e300).format()).isEqualTo("1.0E300");
    }

    @Test
    void readsBackAsTheSameNumber() {
        Random random = new Random(11);
        for (int i = 0; i < 1000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(Parameter.number(value).format())).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"256", "0.5", "-3", "0", "1.0", "0.50", "100000000000"})
    void takesForANumberWhatIsWrittenAsOne(String text) {
        assertThat(Parameter.of(text).asNumber()).hasValue(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "007",
                "1.",
                ".5",
                "+1",
                "12345678901234567890123",
                "\u0661",
                "0x10",
                "1d",
                "1e3",
                "NaN",
                "Infinity",
                "burst",
                "1_000"
            })
    void keepsAsTextWhatAnotherNumberWouldLose(String text) {
        assertThat(Parameter.of(text)).isEqualTo(Parameter.text(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesWhatIsNoNumber(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameter.number(value))
                .withMessage("a parameter's number must be finite, was " + value);
    }

    @Test
    void aVariantAnswersForItsNumbers() {
        Variant variant = Variant.of("v")
                .with("size", Parameter.number(256))
                .with("mode", Parameter.text("burst"))
                .with("size", Parameter.number(512));
        assertThat(variant.number("size")).hasValue(512);
        assertThat(variant.number("mode")).isEmpty();
        assertThat(variant.number("threads")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> variant.with(" ", Parameter.number(1)))
                .withMessage("a parameter of variant v needs a name, was \" \"");
    }

    @Test
    void fillsParametersIntoArguments() {
        Variant variant = ProgramWorkload.named("p")
                .variant(
                        "v",
                        Map.of("memory", Parameter.number(64, "MiB"), "mode", Parameter.text("{memory}$1")),
                        "--memory={memory}M",
                        "{mode}",
                        "{other}")
                .build()
                .variants()
                .get(0);
        assertThat(variant.arguments()).containsExactly("--memory=64M", "{memory}$1", "{other}");
    }

    @Test
    void aSuiteRefusesAParameterInTwoUnits() {
        Suite.Builder suite = Suite.named("s")
                .environment(Environment.process("e").command("true"))
                .workload(ProgramWorkload.named("p")
                        .variant(sized("a", Parameter.number(64, "MiB")))
                        .variant(sized("b", Parameter.text("all")))
                        .variant(sized("c", Parameter.number(1, "GiB")))
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(suite::build)
                .withMessage(
                        "parameter \"memory\" must have one unit in all variants, was in \"MiB\" and, in variant c,"
                                + " in \"GiB\"");
    }

    private static Variant sized(String label, Parameter memory) {
        return new Variant(
                label, Map.of("memory", memory), List.of(), Duration.ZERO, Optional.empty(), OptionalLong.empty());
    }
}
