package io.krater.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.krater.launch.FailureReason;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.result.compare.MetricComparison;
import io.krater.result.model.ResultException;
import io.krater.stats.compare.TestRule;
import io.krater.trial.AlteredTrial;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    private static final Map<String, Double> MEANS = Map.of("slow", 50.0, "fast", 100.0);
    private static final String HOSTILE = "</td><script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e@all";

    @TempDir
    private Path folder;

    @Test
    void opensWithTheConclusion() {
        String page = Report.html(twoEnvironments().result()).text();
        int conclusion = page.indexOf("slow is worse (ratio 0.500, 95 % interval 0.4");
        assertThat(conclusion).isPositive();
        assertThat(conclusion).isLessThan(page.indexOf("<h2>"));
        assertThat(List.of("Comparison", "Warnings", "Cells", "Method", "Environment", "Raw data"))
                .extracting(title -> page.indexOf("<h2>" + title))
                .isSorted()
                .doesNotContain(-1);
    }

    @Test
    void saysWhereATestTellsWhatTheIntervalLeavesOpen() {
        double[] base = {5600, 6300, 6310, 6320, 6330, 6340, 6350, 6360, 6370, 2700};
        double[] lower = {5610, 6200, 6210, 6220, 6230, 6240, 6250, 6260, 6270, 6280};
        SuiteResult result = Synthetic.of("base", "lower")
                .trials(10)
                .throughput(id -> OptionalDouble.of((id.environment().equals("base") ? base : lower)[id.number() - 1]))
                .result();
        MetricComparison comparison = result.compare(Metrics.THROUGHPUT);
        assertThat(Report.markdown(result, comparison.rule(TestRule.BY_NORMALITY))
                        .text())
                .containsPattern(
                        "lower is different [^r]*ratio 1[^:]*: told by Mann-Whitney U, while this interval, of the means,"
                                + " holds 1");
        SuiteResult pairs = Synthetic.of("base", "lower")
                .trials(20)
                .throughput(id -> OptionalDouble.of(6300
                        + id.number() * 7 % 13
                        + (id.environment().equals("base") ? 0 : id.number() % 10 == 0 ? 3600 : -100 - id.number())))
                .result();
        MetricComparison ofPairs = pairs.compare(Metrics.THROUGHPUT);
        assertThat(Report.markdown(pairs, ofPairs.rule(TestRule.WITHIN_BLOCKS)).text())
                .containsPattern(
                        "told by Wilcoxon signed-rank, while this interval, which does not look at blocks, holds 1");
        assertThat(Report.markdown(result, comparison).text()).doesNotContain("told by");
    }

    @Test
    void needsNoNetworkAndAllowsNoForeignScript() {
        String page = Report.html(twoEnvironments().result()).text();
        assertThat(page).contains("default-src &#39;none&#39;".replace("&#39;", "'"));
        Matcher links = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page);
        while (links.find()) {
            assertThat(links.group(1))
                    .matches("#[a-z]+|data:image/svg\\+xml;base64,[A-Za-z0-9+/=]+|[a-z]+\\.(csv|json)|trials/");
        }
        assertThat(page).doesNotContain("@import").doesNotContain("http://").doesNotContain("https://");
    }

    @Test
    void policyNamesTheScriptAndStyleThatAreThere() {
        String page = Report.html(twoEnvironments().result()).text();
        for (String tag : List.of("script", "style")) {
            int begin = page.indexOf("<" + tag + ">") + tag.length() + 2;
            String content = page.substring(begin, page.indexOf("</" + tag + ">", begin));
            assertThat(page).contains("'" + Templates.cspHash(content) + "'");
        }
    }

    @Test
    void hostileTextRunsNothing() {
        SuiteResult hostile = Synthetic.of("a", "b")
                .failing(id -> id.number() == 1)
                .changing(ReportTest::failingWithHostileText)
                .parts(Synthetic.part(HOSTILE, Map.of("kernel", HOSTILE)))
                .result();
        MetricComparison comparison =
                hostile.compare(Metric.of("m", "<b>", trial -> OptionalDouble.of(trial.position())));
        String page = Report.html(hostile, comparison).text();
        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert")
                .doesNotContain("<img src=x")
                .doesNotContain("<b>)")
                .doesNotContain("\u202e");
        // the page's own, and the numbers that it draws with
        assertThat(Pattern.compile("<script>").matcher(page).results()).hasSize(1);
        assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(2);
        assertThat(Report.markdown(hostile, comparison).text())
                .doesNotContain("<b>")
                .contains("\\<b\\>");
    }

    @Test
    void escapesForMarkdownAndLatex() {
        assertThat(Escapes.MARKDOWN_TEXT.escape("a|b\n# <x> @all [l](u) `c`"))
                .isEqualTo("a\\|b \\# \\<x\\> &#64;all \\[l\\]\\(u\\) \\`c\\`");
        assertThat(Escapes.LATEX_TEXT.escape("50 % of a_b & \\input{x} ~^ <é"))
                .isEqualTo("50 \\% of a\\_b \\& \\textbackslash{}input\\{x\\} \\textasciitilde{}\\textasciicircum{}"
                        + " \\textless{}é");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void saysWhatFewTrialsCannotTell(int trials) {
        SuiteResult result = Synthetic.of("a", "b").trials(trials).result();
        assertSound(result);
        String page = Report.html(result).text();
        assertThat(page).contains(trials == 0 ? "there is nothing to conclude" : "cannot tell");
        assertThat(page).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void saysThatAllEqualTrialsHaveNoInterval() {
        SuiteResult result = Synthetic.of("a", "b").trials(8).result();
        assertSound(result);
        assertThat(Report.html(result).text())
                .contains("cannot tell")
                .contains("not computable because")
                .contains("no interval, because neither side scatters");
    }

    @Test
    void saysThatManySameOnesAreTheSameWithinTheMargin() {
        SuiteResult result = Synthetic.of("a", "b", "c", "d", "e", "f", "g", "h")
                .trials(20)
                .normal(Map.of(), 0.01)
                .result();
        String page = Report.markdown(result, result.compare(Metrics.THROUGHPUT).margin(0.05))
                .text();
        assertThat(page)
                .contains("7 environments are the same within the margin")
                .contains(
                        "within a margin of 5.00 %, adjusted likewise, and better or worse is by at least that margin");
    }

    @Test
    void saysWhichFiguresAreNotDrawn() {
        SuiteResult result = Synthetic.of("a", "b")
                .variants("1", "2", "3", "4", "5", "6", "7")
                .trials(2)
                .result();
        assertThat(Report.html(result).text())
                .contains("The first 6 of 7 variants are shown")
                .contains("The first 8 of 14 cells are shown");
        assertThat(Report.html(twoEnvironments().result()).text()).doesNotContain("are shown; the raw data");
    }

    @Test
    void tellsOfTheTestThatWasAskedFor() {
        SuiteResult result = twoEnvironments().result();
        MetricComparison comparison = result.compare(Metrics.THROUGHPUT);
        assertThat(Report.html(result, comparison.rule(TestRule.WELCH)).text())
                .contains("tested by Welch&#39;s t, whatever the groups look like");
        assertThat(Report.html(result, comparison.rule(TestRule.WITHIN_BLOCKS)).text())
                .contains("tested within blocks, by the paired t")
                .doesNotContain("Mann-Whitney");
        assertThat(Report.html(result, comparison.rule(TestRule.BY_NORMALITY)).text())
                .contains("else by Mann-Whitney (exact up to 50 trials a side)")
                .contains("BCa bootstrap intervals at 95 %");
        assertThat(Report.html(result, comparison.rule(TestRule.UNPAIRED)).text())
                .contains("by Fieller&#39;s interval with Welch&#39;s degrees of freedom, without blocks.")
                .doesNotContain("within blocks, with");
        assertThat(Report.html(result, comparison).text())
                .contains("Pairs are judged as they were randomised: by the geometric mean of the ratios within blocks")
                .contains(
                        "Judged by geometric mean of the ratios within blocks (paired t of log-ratios), because each block"
                                + " holds a trial of each side")
                .doesNotContain("BCa bootstrap");
    }

    @Test
    void countsOnlyThePairsThatWereTested() {
        SuiteResult result = Synthetic.of("a", "b", "c")
                .failing(id -> id.environment().equals("c"))
                .trials(9)
                .normal(Map.of(), 0.1)
                .result();
        assertThat(Report.html(result).text())
                .contains("the interval decides, and there is one pair;")
                .doesNotContain("over 3 pairs");
        assertThat(Report.html(result, result.compare(Metrics.THROUGHPUT).rule(TestRule.WELCH))
                        .text())
                .contains("Holm-Bonferroni over 1 pair;")
                .doesNotContain("over 3 pairs");
    }

    @Test
    void reportsFailuresWhereEveryTrialFailed() {
        SuiteResult result = Synthetic.of("a", "b").failing(id -> true).result();
        assertSound(result);
        assertThat(Report.html(result).text()).contains("Failures (10)").contains("exit code 9");
    }

    @Test
    void reportsOneEnvironmentWithoutAComparison() {
        SuiteResult result =
                Synthetic.of("alone").trials(9).normal(Map.of(), 0.1).result();
        assertSound(result);
        assertThat(Report.html(result).text()).contains("there is nothing to compare");
    }

    @Test
    void leavesOutTrialsThatLackTheMetricAndSaysSo() {
        SuiteResult result = Synthetic.of("a", "b")
                .throughput(id -> id.number() == 1 ? OptionalDouble.empty() : OptionalDouble.of(id.number()))
                .result();
        assertSound(result);
        assertThat(Report.html(result).text()).contains("1 of 5 completed trials do not have throughput_mflops");
    }

    @Test
    void keepsWithinFiveMegabytesForAThousandEnvironments() {
        String[] names = IntStream.range(0, 1000).mapToObj(i -> "e" + i).toArray(String[]::new);
        SuiteResult result =
                Synthetic.of(names).trials(2).samples(4).normal(Map.of(), 0.1).result();
        String page = Report.html(result).text();
        assertThat(page.length()).isLessThan(5_000_000);
        assertThat(page).contains("960 more environments are not drawn");
    }

    @Test
    void keepsWithinFiveMegabytesForAThousandTrialsOfThreeHundredSamples() {
        SuiteResult result = Synthetic.of("a", "b", "c", "d")
                .variants("64_nw", "128_nw")
                .trials(125)
                .samples(300)
                .normal(Map.of(), 0.1)
                .result();
        assertThat(Report.html(result).text().length()).isLessThan(5_000_000);
    }

    @Test
    void warningsThatHoldForManyCellsAreOneRowWithTheWorst() {
        SuiteResult result = Synthetic.of("a", "b", "c", "d")
                .trials(10)
                .failing(id -> id.number() <= (id.environment().equals("c") ? 4 : 1))
                .normal(Map.of(), 0.01)
                .result();
        String page = Report.html(result).text();
        assertThat(page)
                .containsPattern("4 cells: (<a href=\"#cell[a-z]+\">[abcd]/64_nw</a>(, )?){4}")
                .contains("4 of 10 attempts failed")
                .doesNotContain("1 of 10 attempts failed");
    }

    @Test
    void reportsKratersFilesWithMissingKeysAndInvalidEntries() throws URISyntaxException {
        SuiteResult result = KraterFiles.read(
                Path.of(Objects.requireNonNull(KraterFiles.class.getResource("/io/krater/result/krater"), "fixtures")
                        .toURI()));
        assertThat(Report.html(result).text())
                .contains("Clopper-Pearson")
                .contains("1 of 2 completed trials do not have peak_mem_bytes")
                .doesNotContain("NaN");
        assertThat(Report.markdown(result).text()).contains("cannot tell").doesNotContain("NaN");
        assertThat(Report.latex(result).text()).contains("bottomrule").doesNotContain("NaN");
    }

    @Test
    void saysWhatToDoWithResultsOfANewerVersion() throws IOException {
        Path trials = Files.createDirectories(folder.resolve("later/trials/a/64_nw"));
        Files.writeString(trials.resolve("1.json"), "{\"schema\": \"krater-trial/9\"}");
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> SuiteResult.read(folder.resolve("later")))
                .withMessageContaining("krater-trial/9")
                .withMessageContaining("newer");
    }

    @Test
    void readsAFolderThatIsHalfWritten() throws IOException {
        Path suite = Files.createDirectories(folder.resolve("half/trials/a/64_nw"));
        Files.writeString(suite.resolve("1.json"), "{\"schema\": \"krater-tr");
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Report.html(SuiteResult.read(folder.resolve("half"))))
                .withMessageContaining("half");
    }

    @Test
    void writesIntoAPipeAndDoesNotPutAFileInItsPlace() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        // opened for both, so that nobody has to wait for the other end
        try (RandomAccessFile end = new RandomAccessFile(pipe.toFile(), "rw")) {
            Report report = () -> "the text";
            report.write(pipe);
            assertThat(Files.isRegularFile(pipe)).isFalse();
            byte[] read = new byte[8];
            end.readFully(read);
            assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("the text");
        }
    }

    @Test
    void writesThroughALinkAsToTheStandardOutputInAFile() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "something longer than the text");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        Report report = () -> "the text";
        report.write(link);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(target).hasContent("the text");
    }

    @Test
    void doesNotShareATemporaryNameWithAnotherWriter() throws IOException {
        Path other = Files.createDirectory(folder.resolve("report.md.tmp"));
        Report report = () -> "the text";
        report.write(folder.resolve("report.md"));
        assertThat(folder.resolve("report.md")).hasContent("the text");
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void writesWholeFilesAndNamesTheOneThatItCannotWrite() throws IOException {
        Report report = Report.markdown(twoEnvironments().result());
        report.write(folder.resolve("new/report.md"));
        assertThat(folder.resolve("new/report.md")).hasContent(report.text());
        try (var files = Files.list(folder.resolve("new"))) {
            assertThat(files).hasSize(1);
        }
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> report.write(file.resolve("report.md")))
                .withMessageContaining("report.md");
    }

    @Test
    void tellsTheSameInMarkdownAndLatex() {
        SuiteResult result = twoEnvironments().result();
        assertThat(Report.markdown(result).text())
                .contains("| slow | fast | 20 / 20 | 0.500 |")
                .contains("| worse |");
        assertThat(Report.latex(result).text())
                .contains("\\toprule")
                .contains("64\\_nw & slow & fast & 0.500 &")
                .contains("throughput\\_mflops (MFLOPS)");
    }

    @Test
    void saysThatSamenessWasNotTestedWithoutAMargin() {
        SuiteResult result = twoEnvironments().result();
        assertThat(Report.html(result).text()).contains("does not mean");
        assertThat(Report.html(result, result.compare(Metrics.THROUGHPUT).margin(0.05))
                        .text())
                .contains("two one-sided tests")
                .doesNotContain("does not mean");
    }

    private static void assertSound(SuiteResult result) {
        assertThat(Report.html(result).text()).endsWith("</html>\n").doesNotContain("NaN");
        assertThat(Report.markdown(result).text()).startsWith("## synthetic").doesNotContain("NaN");
        assertThat(Report.latex(result).text()).contains("\\bottomrule").doesNotContain("NaN");
    }

    private static Synthetic twoEnvironments() {
        return Synthetic.of("fast", "slow").trials(20).normal(MEANS, 0.02);
    }

    private static Trial failingWithHostileText(Trial trial) {
        if (trial.outcome().isCompleted()) {
            return trial;
        }
        FailureReason reason = new FailureReason(
                FailureReason.Kind.CRASHED, HOSTILE, Map.of(HOSTILE, HOSTILE), List.of(HOSTILE), List.of(HOSTILE));
        return AlteredTrial.of(trial)
                .outcome(new Outcome.Failed(reason))
                .clockStepNanos(0)
                .build();
    }
}
