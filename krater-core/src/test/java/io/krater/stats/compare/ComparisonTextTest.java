package io.krater.stats.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.stats.Draws;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Numbers;
import io.krater.stats.Sample;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
    private static final Comparison COMPARISON = Comparison.of("throughput", "MFLOPS", Direction.HIGHER_IS_BETTER)
            .group("debian", Draws.normal(25, 1, 800, 8))
            .group("wasm", Draws.normal(25, 2, 250, 3))
            .group("failed", Sample.of())
            .group("constant", Sample.of(5, 5, 5))
            .baseline("debian")
            .allPairs()
            .rule(TestRule.BY_NORMALITY)
            .margin(0.05)
            .seed(42)
            .compare();

    @Test
    void fitsTheTerminalAndKeepsWhatMattersMost() {
        for (int width : new int[] {60, 80, 200}) {
            assertThat(COMPARISON.asText(width).lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
            assertThat(COMPARISON.asText(width)).contains("verdict", "worse", "cannot tell");
        }
        assertThat(COMPARISON.asText(80)).contains("ratio", "95 % interval", "p (Holm)");
        assertThat(COMPARISON.asText(200)).contains("difference", "delta", "n for 5 %", "p (same)", "max");
    }

    @Test
    void namesTestAdjustmentAndSeed() {
        String text = COMPARISON.asText(500);

        assertThat(text)
                .startsWith("throughput in MFLOPS (higher is better)\n")
                .contains("Test: Mann-Whitney U, because the normality of constant is not known: all trials gave 5.0")
                .contains("p adjusted by Holm-Bonferroni over 3 pairs")
                .contains("10000 resamples, seed 42");
    }

    @Test
    void saysOnceWhatIsMissingAndWhy() {
        assertThat(COMPARISON.asText(500))
                .containsOnlyOnce("failed: has no trials, so its pairs are not computable")
                .containsOnlyOnce("constant / debian, constant / wasm: the interval of the"
                        + " ratio is not computable because a bootstrap interval on each side needs at least 5 trials,"
                        + " there are 3");
    }

    @Test
    void aNameCannotMoveTheCursorNorBreakTheTable() {
        String text = Comparison.of("m\u001b[2J", "s\n", Direction.LOWER_IS_BETTER)
                .group("evil\u001b[31m\nname", Sample.of(1, 2, 3))
                .group(
                        "a-name-that-is-longer-than-any-terminal-that-one-could-still-buy-or-that-anybody-would-read",
                        Sample.of(2, 3, 5))
                .compare()
                .asText(80);

        assertThat(text).doesNotContain("\u001b").contains("evil?[31m?name", "…");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void numbersKeepTheDigitsThatTheirIntervalDeserves() {
        assertThat(Numbers.interval(new Interval(809.66412, 814.3178, 0.95, IntervalMethod.T)))
                .isEqualTo("809.66 .. 814.32");
        assertThat(Numbers.interval(new Interval(-3, 12345678, 0.95, IntervalMethod.T)))
                .isEqualTo("-3.00 .. 1.23e+07");
        assertThat(Numbers.of(0.00001234)).isEqualTo("1.234e-05");
        assertThat(Numbers.of(812)).isEqualTo("812.0");
        assertThat(Numbers.of(0)).isEqualTo("0");
        assertThat(Numbers.p(0.00001)).isEqualTo("< 0.0001");
    }
}
