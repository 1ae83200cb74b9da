package io.krater.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.result.compare.Factor;
import io.krater.result.compare.MetricComparison;
import io.krater.stats.compare.TestRule;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Sentences of a report about what is told: each appears where it is true, and only there. */
class ReportWordingTest {
    private static final SuiteResult CLEAR = normal(20, 0.02, "fast", "slow");
    private static final SuiteResult SIX = normal(5, 0.3, "a", "b", "c", "d", "e", "f");

    private static SuiteResult normal(int trials, double cv, String... environments) {
        return Synthetic.of(environments)
                .trials(trials)
                .normal(Map.of("fast", 200.0, "slow", 100.0), cv)
                .result();
    }

    private static String text(SuiteResult result, MetricComparison comparison) {
        return Report.markdown(result, comparison).text().replace("\\", "");
    }

    private static String text(SuiteResult result) {
        return text(result, result.compare(Metrics.THROUGHPUT));
    }

    @Test
    void saysThatTrialsCannotTellOnlyWhereOthersCouldHave() {
        assertThat(text(SIX)).contains("these trials cannot tell whether there is a difference for");
        MetricComparison ranks = SIX.compare(Metrics.THROUGHPUT).rule(TestRule.MANN_WHITNEY);
        assertThat(text(SIX, ranks))
                .contains("so few trials can show no difference by Mann-Whitney U, whatever they are")
                .contains("it takes 6 trials a side")
                .doesNotContain("these trials cannot tell");
        assertThat(text(CLEAR)).doesNotContain("cannot tell whether").doesNotContain("whatever they are");
        SuiteResult one = normal(1, 0.1, "a", "b");
        assertThat(text(one)).contains("nothing can be tested for b").doesNotContain("these trials cannot tell");
        assertThat(text(CLEAR)).doesNotContain("nothing can be tested");
    }

    @Test
    void opensAsAPersonWouldSayIt() {
        assertThat(text(CLEAR)).containsPattern("slow did 0\\.50\\d? of fast's work, 0\\.4\\d+ to 0\\.5\\d+, in ");
        assertThat(text(CLEAR)).doesNotContain("may be no difference");
        assertThat(text(SIX)).contains("which may be no difference").contains("(1 more in the table below)");
    }

    @Test
    void jointIntervalsAreSaidToBe() {
        assertThat(text(SIX))
                .contains("| joint 95 % interval |")
                .contains("the intervals decide, and hold together at 95 % over 15 pairs (Bonferroni: each at 99.7 %)");
        assertThat(text(CLEAR)).contains("| 95 % interval |").doesNotContain("joint");
    }

    @Test
    void aDeclaredFamilyIsNamed() {
        assertThat(text(CLEAR, CLEAR.compare(Metrics.THROUGHPUT).familyOf(3)))
                .contains("one of 3 comparisons of the declared family")
                .contains("of each of the 3 comparisons of the declared family");
        assertThat(text(CLEAR)).doesNotContain("declared family").contains("of one table, not over tables or metrics");
    }

    @Test
    void aDifferenceThatIsNotShownToBeTheMarginIsOpen() {
        SuiteResult near = Synthetic.of("base", "near")
                .trials(20)
                .normal(Map.of("base", 100.0, "near", 105.0), 0.005)
                .result();
        MetricComparison margin = near.compare(Metrics.THROUGHPUT).margin(0.05);
        assertThat(text(near, margin)).contains("differs, and whether by the margin is open");
        assertThat(text(near)).doesNotContain("by the margin is open");
        assertThat(text(CLEAR, CLEAR.compare(Metrics.THROUGHPUT).margin(0.05)))
                .contains("is worse by at least the margin");
        assertThat(text(CLEAR)).doesNotContain("at least the margin");
    }

    @Test
    void aTypicalTrialThatTellsAnotherRatioIsTold() {
        SuiteResult slow = Synthetic.of("base", "slow")
                .trials(20)
                .throughput(id ->
                        OptionalDouble.of((id.environment().equals("slow") && id.number() % 10 == 0 ? 50 : 100)
                                + (id.number() * 7 + id.environment().length()) % 5 * 0.1))
                .result();
        assertThat(text(slow)).contains("a typical trial shows another ratio").contains("a few trials far off");
        assertThat(text(slow)).contains("the median is").contains("order statistics");
        assertThat(text(CLEAR)).doesNotContain("a typical trial shows").doesNotContain("the median is");
    }

    @Test
    void dependentTrialsAreToldBesideTheVerdict() {
        SuiteResult wandering = Synthetic.of("base", "wave")
                .trials(24)
                .throughput(id -> OptionalDouble.of(100
                        + (id.environment().equals("wave") ? 8 * Math.sin(id.number() / 3.0) : 0)
                        + (id.number() * 7) % 5 * 0.3))
                .result();
        assertThat(text(wandering))
                .contains("its trials depend on one another, for which the interval is widened")
                .contains("trials depend on one another (lag-1 autocorrelation");
        assertThat(text(CLEAR)).doesNotContain("(lag-1").doesNotContain("its trials depend");
    }

    @Test
    void comparesVariantsOfAnEnvironmentAndEnvironmentsOverAllVariants() {
        SuiteResult result = Synthetic.of("fast", "slow")
                .variants("64_nw", "128_nw")
                .trials(12)
                .normal(Map.of("fast", 200.0, "slow", 100.0), 0.02)
                .result();
        MetricComparison comparison = result.compare(Metrics.THROUGHPUT);
        String variants = text(result, comparison.along(Factor.VARIANT));
        assertThat(variants)
                .contains("In fast, throughput_mflops against 64_nw: ")
                .contains("| variant | against | n |")
                .contains("| 128_nw | 64_nw | 12 / 12 |")
                .contains("geometric mean of the ratios within rounds");
        String pooled = text(result, comparison.along(Factor.ENVIRONMENT_OVER_VARIANTS));
        assertThat(pooled)
                .contains("Over all variants, throughput_mflops against fast: slow is worse")
                .contains("| slow | fast | 24 / 24 |");
        assertThat(text(result))
                .contains("In 64_nw, ")
                .doesNotContain("Over all")
                .doesNotContain("rounds");
        assertThat(Report.latex(result, comparison.along(Factor.VARIANT)).text())
                .contains("environment & variant & against");
        assertThat(Report.html(result, comparison.along(Factor.VARIANT)).text())
                .contains("<th>variant</th><th>against</th>")
                .contains("128_nw");
    }

    @Test
    void theCaptionOfTheLatexTableNamesTheTest() {
        assertThat(Report.latex(CLEAR).text())
                .contains("paired t of log-ratios")
                .doesNotContain("Holm");
        assertThat(Report.latex(CLEAR, CLEAR.compare(Metrics.THROUGHPUT).rule(TestRule.WELCH))
                        .text())
                .contains("Test: Welch's t, because it was asked for")
                .contains("Holm");
    }

    @Test
    void markdownExplainsNoColumnThatItLacks() {
        assertThat(text(CLEAR)).doesNotContain("Trials for 5 %").doesNotContain("type 7");
        assertThat(Report.html(CLEAR).text()).contains("Trials for 5 %").contains("type 7");
    }
}
