package io.krater.result.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.metric.Metrics;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.stats.compare.Verdict;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedComparisonTest {
    @TempDir
    private Path folder;

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
        assertThat(run(80, 0.01).compareWith(SAVED, Metrics.THROUGHPUT, 0.07).toString())
                .contains("the same within 7 %");
    }

    @Test
    void printsTheIntervalsThatItJudgesBy() {
        SuiteResult two =
                Synthetic.of("a", "b").trials(12).normal(Map.of(), 0.01).result();

        assertThat(two.compareWith(two, Metrics.THROUGHPUT, 0.05).toString()).contains("Fieller-Welch 97.5 %");
        assertThat(SAVED.compareWith(SAVED, Metrics.THROUGHPUT, 0.05).toString())
                .contains("Fieller-Welch 95 %");
    }

    /** Runs that scatter by 3 % while trials within them scatter by 0.1 %: the unit is the run. */
    @Test
    void severalRunsASideCountTheScatterBetweenRuns() {
        List<SuiteResult> here = List.of(run(97, 0.001), run(100, 0.001), run(103, 0.001));
        List<SuiteResult> saved = List.of(run(98, 0.001), run(101, 0.001), run(105, 0.001));
        SavedComparison runs = here.get(0).compareRuns(here.subList(1, 3), saved, Metrics.THROUGHPUT, 0.001);
        SavedComparison one = here.get(0).compareWith(saved.get(2), Metrics.THROUGHPUT, 0.001);

        assertThat(runs.cells()).singleElement().extracting(c -> c.verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(runs.toString()).contains("n = 3 here, 3 saved").contains("n counts runs");
        assertThat(runs.cautions()).noneMatch(caution -> caution.startsWith("one run a side"));
        assertThat(one.cells()).singleElement().extracting(c -> c.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(one.cautions()).anyMatch(caution -> caution.startsWith("one run a side"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> here.get(0).compareRuns(List.of(), saved, Metrics.THROUGHPUT, 0.05))
                .withMessageContaining("1 here and 3 saved");
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
    void comparesWithKratersFiles() {
        SuiteResult own = Synthetic.of("native")
                .trials(12)
                .normal(Map.of("native", 90.0), 0.01)
                .result();
        KraterFiles.write(
                Synthetic.of("native").trials(12).normal(Map.of(), 0.01).result(), folder);
        SavedComparison compared = own.compareWith(KraterFiles.read(folder), Metrics.THROUGHPUT, 0.05);
        assertThat(compared.cells()).singleElement().satisfies(cell -> {
            assertThat(cell.environment()).isEqualTo("native");
            assertThat(cell.verdict()).isEqualTo(Verdict.WORSE);
            assertThat(cell.pair().ratio().get().value()).isBetween(0.899, 0.901);
        });
        assertThat(compared.unmatched()).isEmpty();
        assertThat(compared.cautions())
                .contains("native is compared with native_process, by whose name KRATER's files know it");
        // and the other way round
        assertThat(KraterFiles.read(folder)
                        .compareWith(own, Metrics.THROUGHPUT, 0.05)
                        .cells()
                        .get(0)
                        .verdict())
                .isEqualTo(Verdict.BETTER);
    }

    @Test
    void comparesFilesOfKraterWithOneAnother() throws URISyntaxException {
        SuiteResult files = KraterFiles.read(Path.of(
                Objects.requireNonNull(SavedComparisonTest.class.getResource("/io/krater/result/krater"), "fixtures")
                        .toURI()));
        SavedComparison compared = files.compareWith(files, Metrics.THROUGHPUT, 0.05);
        assertThat(compared.cells()).hasSize(files.cells().size());
        assertThat(compared.unmatched()).isEmpty();
        // a trial or two each: nothing can be told, and that is said
        assertThat(compared.toString()).contains("cannot tell").contains("not computable because");
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
