package io.krater.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.metric.Metrics;
import io.krater.stats.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SavedComparisonTest {
    private static final SuiteResult SAVED = run(100, 0.01);

    @Test
    void tellsWorseBetterSameAndCannotTell() {
        assertThat(verdict(run(80, 0.01))).isEqualTo(Verdict.WORSE);
        assertThat(verdict(run(120, 0.01))).isEqualTo(Verdict.BETTER);
        assertThat(verdict(run(100.5, 0.01))).isEqualTo(Verdict.SAME);
        assertThat(verdict(run(100, 0.5))).isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    void showsRatioIntervalAndCounts() {
        assertThat(run(80, 0.01).compareWith(SAVED, Metrics.THROUGHPUT, 0.05).toString())
                .contains("worse, ratio 0.8")
                .contains("n = 12 here, 12 saved");
    }

    @Test
    void cautionsThatMachinesDiffer() {
        SuiteResult elsewhere = Synthetic.of("a")
                .parts(Synthetic.part("two", Map.of("kernel", "6.12")))
                .result();
        assertThat(elsewhere.compareWith(SAVED, Metrics.THROUGHPUT, 0.05).cautions())
                .contains("host kernel was 6.1, is 6.12");
    }

    @Test
    void listsCellsThatOnlyOneHas() {
        SavedComparison compared = Synthetic.of("a", "new").result().compareWith(SAVED, Metrics.THROUGHPUT, 0.05);
        assertThat(compared.unmatched()).containsExactly("new/64_nw (here)");
        assertThat(compared.cell("new", "64_nw")).isEmpty();
    }

    @Test
    void saysWhyThereIsNoRatioWithoutTrials() {
        SavedComparison compared =
                Synthetic.of("a").failing(id -> true).result().compareWith(SAVED, Metrics.THROUGHPUT, 0.05);
        assertThat(compared.cells().get(0).verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(compared.toString()).contains("not computable because");
    }

    private static Verdict verdict(SuiteResult here) {
        return here.compareWith(SAVED, Metrics.THROUGHPUT, 0.05).cells().get(0).verdict();
    }

    private static SuiteResult run(double mean, double cv) {
        return Synthetic.of("a").trials(12).normal(Map.of("a", mean), cv).result();
    }
}
