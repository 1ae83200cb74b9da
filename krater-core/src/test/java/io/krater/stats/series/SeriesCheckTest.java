package io.krater.stats.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.stats.Draws;
import io.krater.stats.Normal;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.series.SeriesWarning.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SeriesCheckTest {
    private static final Sample CALM = Draws.normal(25, 4, 100, 2);

    @Test
    void aCalmSampleRaisesNoDoubt() {
        SeriesCheck check = SeriesCheck.of(CALM);

        assertThat(check.warnings()).isEmpty();
        assertThat(check.unchecked()).isEmpty();
    }

    @Test
    void callsScatterHighAboveItsThreshold() {
        Sample scattered = Draws.normal(25, 4, 100, 30);

        SeriesWarning warning = SeriesCheck.of(scattered).warning(Kind.HIGH_CV).orElseThrow();
        assertThat(warning.number()).isEqualTo(Summary.of(scattered).cv().get());
        assertThat(warning.threshold()).isEqualTo(0.10);
        SeriesThresholds generous = new SeriesThresholds(0.5, 0.01, 0.01, 3);
        assertThat(SeriesCheck.of(scattered, generous).warning(Kind.HIGH_CV)).isEmpty();
    }

    @Test
    void seesTwoModes() {
        double[] values = DoubleStream.concat(
                        DoubleStream.of(Draws.normal(13, 1, 100, 1).values()),
                        DoubleStream.of(Draws.normal(12, 2, 112, 1).values()))
                .toArray();

        SeriesWarning warning =
                SeriesCheck.of(Sample.of(values)).warning(Kind.BIMODAL).orElseThrow();
        assertThat(warning.number()).isGreaterThan(warning.threshold());
        assertThat(warning.kind().advice()).isNotEmpty();
    }

    @Test
    void seesDriftAndItsSize() {
        double[] values = CALM.values();
        for (int i = 0; i < values.length; i++) {
            values[i] -= i;
        }

        SeriesCheck check = SeriesCheck.of(Sample.of(values));
        assertThat(check.warning(Kind.DRIFT).orElseThrow().number()).isBetween(-0.35, -0.2);
        assertThat(check.warning(Kind.DRIFT).orElseThrow().text()).contains("fall by");
        assertThat(check.warning(Kind.AUTOCORRELATION)).isPresent();
    }

    @Test
    void seesThatTheFirstTrialIsUnlikeTheOthers() {
        double[] values = CALM.values();
        values[0] = 110;

        SeriesWarning warning =
                SeriesCheck.of(Sample.of(values)).warning(Kind.FIRST_TRIAL).orElseThrow();
        assertThat(warning.trials()).containsExactly(0);
        assertThat(warning.number()).isGreaterThan(warning.threshold());
    }

    @Test
    void labelsOutliersByTheirPositions() {
        double[] values = CALM.values();
        values[7] = 130;
        values[20] = 60;

        SeriesWarning warning =
                SeriesCheck.of(Sample.of(values)).warning(Kind.OUTLIERS).orElseThrow();
        assertThat(warning.trials()).containsExactly(7, 20);
        assertThat(warning.number()).isEqualTo(2);
    }

    @Test
    void asksForMoreTrialsWhereTheMeanIsSkewed() {
        SeriesWarning warning = SeriesCheck.of(Draws.of(25, 3, p -> Math.exp(1.5 * Normal.quantile(p))))
                .warning(Kind.SKEWED)
                .orElseThrow();
        assertThat(warning.number()).isGreaterThan(25);
    }

    @Test
    void saysWhatASmallOrEqualSampleLeavesUnchecked() {
        assertThat(SeriesCheck.of(Sample.of()).unchecked()).hasSize(Kind.values().length);
        assertThat(SeriesCheck.of(Sample.of(1, 2)).unchecked())
                .extracting(SeriesCheck.Unchecked::kind)
                .doesNotContain(Kind.HIGH_CV)
                .contains(Kind.DRIFT, Kind.OUTLIERS);
        SeriesCheck equal = SeriesCheck.of(Sample.of(5, 5, 5, 5, 5, 5, 5, 5, 5));
        assertThat(equal.warnings()).isEmpty();
        assertThat(equal.unchecked())
                .extracting(SeriesCheck.Unchecked::because)
                .contains("all trials gave 5.0, and the Mann-Kendall test needs values that differ");
    }

    @Test
    void aSampleOfNormalTrialsIsDoubtedInAboutOneOfAHundredCasesByEachCheck() {
        int rounds = 2000;
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (int i = 0; i < rounds; i++) {
            SeriesCheck.of(Draws.normal(25, 1000 + i, 100, 3))
                    .warnings()
                    .forEach(w -> counts.merge(w.kind(), 1, Integer::sum));
        }
        assertThat(counts).doesNotContainKey(Kind.HIGH_CV);
        for (Kind kind : Kind.values()) {
            // binomial scatter around 1 % of 2000, and Tukey's outer fences at 1.5 %
            assertThat(counts.getOrDefault(kind, 0)).as(kind.name()).isLessThan(50);
        }
    }

    @Test
    void refusesThresholdsOutOfRange() {
        assertThatThrownBy(() -> new SeriesThresholds(0, 0.01, 0.01, 3)).hasMessage("cv must be above 0, was 0.0");
        assertThatThrownBy(() -> new SeriesThresholds(1, 1, 0.01, 3)).hasMessageContaining("alpha");
        assertThatThrownBy(() -> new SeriesThresholds(1, 0.1, -1, 3)).hasMessageContaining("drift");
        assertThatThrownBy(() -> new SeriesThresholds(1, 0.1, 1, Double.NaN)).hasMessageContaining("fence");
    }
}
