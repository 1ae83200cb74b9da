package io.krater.stats.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.stats.Draws;
import io.krater.stats.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Comparisons on the noise of real trials: pairs of identical environments that the example {@code rigour} measured, 25
 * trials each, MFLOPS per CPU. docs/method.md says where and when.
 */
class RecordedNoiseTest {
    private static final double SLOWDOWN = 0.03;

    /** The trials of the two environments, by comparison. */
    private record Pair(List<Double> a, List<Double> b) {
        Sample first() {
            return sample(a, 1);
        }

        Sample second(double factor) {
            return sample(b, factor);
        }

        private static Sample sample(List<Double> values, double factor) {
            return Sample.of(
                            values.stream().mapToDouble(value -> value * factor).toArray())
                    .inBlocks(Draws.blocks(values.size()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AS_RANDOMISED", "UNPAIRED", "TYPICAL", "BY_NORMALITY", "WITHIN_BLOCKS"})
    void identicalEnvironmentsDifferInAtMostOneOfTwenty(TestRule rule) throws IOException {
        assertThat(shareOfDifferences(rule, 1)).isLessThanOrEqualTo(0.05);
    }

    @ParameterizedTest
    @EnumSource(names = {"TYPICAL", "BY_NORMALITY", "WITHIN_BLOCKS"})
    void aSlowdownOfThreePercentIsFoundInFourOfFive(TestRule rule) throws IOException {
        assertThat(shareOfDifferences(rule, 1 - SLOWDOWN)).isGreaterThanOrEqualTo(0.8);
    }

    /** A few slow trials hide the slowdown from means, and the comparison says that the typical trial tells it. */
    @Test
    void whereMeansCannotTellTheTypicalTrialIsTold() throws IOException {
        List<PairComparison> compared = compared(TestRule.AS_RANDOMISED, 1 - SLOWDOWN);
        long found = compared.stream()
                .filter(pair -> pair.verdict() == Verdict.WORSE)
                .count();
        long told = compared.stream()
                .filter(pair -> pair.verdict() == Verdict.CANNOT_TELL)
                .filter(pair -> Wording.notes(pair).stream().anyMatch(note -> note.startsWith("a typical trial")))
                .count();

        assertThat(found).isBetween(compared.size() * 2L / 5, compared.size() * 3L / 5);
        assertThat(found + told).isGreaterThanOrEqualTo(compared.size() * 4L / 5);
    }

    private static double shareOfDifferences(TestRule rule, double factor) throws IOException {
        List<PairComparison> compared = compared(rule, factor);
        long differences = compared.stream()
                .filter(pair -> pair.test().get().adjustedP() < 0.05)
                .count();
        return (double) differences / compared.size();
    }

    private static List<PairComparison> compared(TestRule rule, double factor) throws IOException {
        return recorded().stream()
                .map(pair -> Comparison.of("speed", "MFLOPS", Direction.HIGHER_IS_BETTER)
                        .group("a", pair.first())
                        .group("b", pair.second(factor))
                        .rule(rule)
                        .compare()
                        .pair("b", "a")
                        .orElseThrow())
                .toList();
    }

    private static List<Pair> recorded() throws IOException {
        Map<String, Pair> pairs = new TreeMap<>();
        InputStream file = Objects.requireNonNull(RecordedNoiseTest.class.getResourceAsStream("noise.csv"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
            lines.lines().skip(1).map(line -> line.split(",", -1)).forEach(fields -> {
                Pair pair =
                        pairs.computeIfAbsent(fields[0], comparison -> new Pair(new ArrayList<>(), new ArrayList<>()));
                pair.a().add(Double.parseDouble(fields[2]));
                pair.b().add(Double.parseDouble(fields[3]));
            });
        }
        assertThat(pairs).hasSizeGreaterThanOrEqualTo(20);
        return List.copyOf(pairs.values());
    }
}
