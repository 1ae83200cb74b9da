package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.krater.result.SuiteResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples as a person runs them, with real processes. The quick start itself is run from the README. */
@Tag("host")
class ExamplesHostTest {
    private final PrintStream console = System.out;
    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @TempDir
    private Path into;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(console);
        System.setErr(errors);
    }

    @Test
    void listsTheExamplesWhereNoneIsNamed() {
        assertThat(run()).isZero();
        assertThat(text()).contains("01-quick-start").contains("07-krater-files");
    }

    @Test
    void explainsEachExample() {
        for (String name : Examples.names()) {
            assertThat(run(name, "--help")).isZero();
            assertThat(text()).contains("Usage: krater " + name);
        }
    }

    @Test
    void takesANumberAWordOrTheFullName() {
        for (String name : List.of("1", "01", "quick-start", "01-quick-start")) {
            assertThat(run(name, "--help")).isZero();
        }
    }

    @Test
    void namesWhatIsWrongWithACommandLine() {
        assertThat(run("42-none")).isEqualTo(2);
        assertThat(run("05-resume", "--in", "x")).isEqualTo(2);
        assertThat(run("01-quick-start", "--trials", "many")).isEqualTo(2);
        assertThat(run("01-quick-start", "--trials", "0", "--into", into.toString()))
                .isEqualTo(2);
        assertThat(text())
                .contains("'42-none'")
                .contains("Unknown options: '--in', 'x'")
                .contains("Invalid value for option '--trials': 'many' is not an int")
                .contains("trials must be in 1..1000000, was 0")
                .doesNotContain("\tat ");
    }

    @Test
    void takesAValueAfterAnEqualsSignOrASpace() {
        assertThat(run("01-quick-start", "--trials=0", "--into", into.toString()))
                .isEqualTo(2);
        assertThat(run("01-quick-start", "--trials", "0", "--into=" + into)).isEqualTo(2);
        assertThat(text().lines().filter(line -> line.contains("trials must be in 1..1000000, was 0")))
                .hasSize(2);
    }

    @Test
    void saysWhatTheExitCodesMean() {
        assertThat(run("--help")).isZero();
        assertThat(text()).containsPattern("Exit codes:\\s+0 +it was done\\s+1 +it failed");
    }

    @Test
    void generatesAShellCompletion() {
        assertThat(run("generate-completion")).isZero();
        assertThat(text()).contains("complete -F _complete_krater").contains("quick-start");
    }

    @Test
    void comparesIdenticalEnvironmentsAndRecordsTheirNoise() throws Exception {
        assumeTrue(LocalRuntimes.nativeProgram(into.resolve("cc")).isPresent(), "no C compiler");
        assertThat(run(
                        "11-rigour",
                        "--comparisons",
                        "2",
                        "--trials",
                        "5",
                        "--millis",
                        "100",
                        "--planted",
                        "90",
                        "--into",
                        into.toString()))
                .as(text())
                .isZero();
        // how many differences there are, and whether every trial of a tenth of a second has samples, is up to the
        // machine
        assertThat(text())
                .containsPattern("throughput_mflops: a difference in \\d of \\d comparisons")
                .containsPattern("throughput_mflops, b's lowered by 90.0 %: a difference in \\d of \\d comparisons");
        assertThat(Files.readAllLines(into.resolve("rigour/noise.csv")))
                .startsWith("comparison,block,a,b")
                .hasSizeLessThanOrEqualTo(1 + 2 * 5);
    }

    @Test
    void saysWhatIsWrongWithTheWayToACluster() throws Exception {
        Path damaged =
                Files.writeString(into.resolve("damaged"), "clusters: [{name: c, cluster: {server: \"\"x\"\"}}]\n");
        assertThat(run("status", "--kubeconfig", damaged.toString())).isEqualTo(2);
        String nowhere = into.resolve("nowhere").toString();
        assertThat(run("doctor", "--kubeconfig", nowhere)).isEqualTo(2);
        assertThat(run("remote-cluster", "--kubeconfig", nowhere)).isEqualTo(2);
        assertThat(run("pod-template", "--pull", "sometimes")).isEqualTo(2);
        assertThat(text())
                .contains("kubeconfig " + damaged + " is no kubeconfig in YAML")
                .contains("kubeconfig must be a readable file, but there is no " + nowhere)
                .contains("it must be never, if-not-present or always, was \"sometimes\"")
                .doesNotContain("\tat ");
    }

    @Test
    void measuresAWorkloadOfOnesOwn() {
        assertThat(run("03-own-workload", "--trials", "1", "--into", into.toString()))
                .as(text())
                .isZero();
        assertThat(text()).contains("gate_seconds").contains("counted").contains("kernel_time_fraction");
    }

    @Test
    void runsOnALauncherOfOnesOwn() {
        assertThat(run("04-own-launcher", "--trials", "2", "--into", into.toString()))
                .as(text())
                .isZero();
        assertThat(SuiteResult.read(into.resolve("own-launcher")).trials())
                .hasSize(4)
                .allMatch(trial ->
                        trial.outcome().isCompleted() && trial.samples().isEmpty());
    }

    @Test
    void resumesThenReadsBackWhatItStored() {
        assertThat(run("05-resume", "--into", into.toString())).as(text()).isZero();
        assertThat(text()).contains("First part: 3 trials").contains("Both parts: 6 trials");
        assertThat(run("06-read-results", "--from", into.resolve("resume").toString()))
                .as(text())
                .isZero();
        assertThat(text()).contains("sleep/short/6");
        assertThat(run(
                        "07-krater-files",
                        "--from",
                        into.resolve("resume/export").toString()))
                .as(text())
                .isZero();
    }

    @Test
    void saysWhatToDoWhereThereAreNoResults() throws Exception {
        assertThat(run("06-read-results", "--from", into.resolve("nowhere").toString()))
                .isEqualTo(1);
        Files.writeString(into.resolve("x.json"), "{");
        assertThat(run("07-krater-files", "--from", into.toString())).isEqualTo(1);
        assertThat(text()).contains("nowhere").doesNotContain("\tat ");
    }

    private static int run(String... words) {
        return Examples.run(new ArrayList<>(Arrays.asList(words)));
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
