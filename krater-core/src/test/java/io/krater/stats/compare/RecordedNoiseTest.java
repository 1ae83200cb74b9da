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
    @EnumSource(names = {"BY_NORMALITY", "WITHIN_BLOCKS"})
    void identicalEnvironmentsDifferInAtMostOneOfTwenty(TestRule rule) throws IOException {
        assertThat(shareOfDifferences(rule, 1)).isLessThanOrEqualTo(0.05);
    }

    @ParameterizedTest
    @EnumSource(names = {"BY_NORMALITY", "WITHIN_BLOCKS"})
    void aSlowdownOfThreePercentIsFoundInFourOfFive(TestRule rule) throws IOException {
        assertThat(shareOfDifferences(rule, 1 - SLOWDOWN)).isGreaterThanOrEqualTo(0.8);
    }

    private static double shareOfDifferences(TestRule rule, double factor) throws IOException {
        List<Pair> pairs = recorded();
        long differences = pairs.stream()
                .map(pair -> Comparison.of("speed", "MFLOPS", Direction.HIGHER_IS_BETTER)
                        .group("a", pair.first())
                        .group("b", pair.second(factor))
                        .rule(rule)
                        .compare()
                        .pair("b", "a")
                        .orElseThrow())
                .filter(pair -> pair.test().get().adjustedP() < 0.05)
                .count();
        return (double) differences / pairs.size();
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
