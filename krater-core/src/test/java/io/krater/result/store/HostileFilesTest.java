package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.report.Report;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.Suites;
import io.krater.result.json.RandomTrials;
import io.krater.result.model.ResultException;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that nobody could have meant: each costs itself and no other. */
class HostileFilesTest {
    private static final String BEGINNING = "{\"schema\": \"krater-trial/2\", \"run\": ";

    private final Suite suite = Suites.small().build();
    private final List<PlannedTrial> plan = TrialPlan.of(suite, 7).trials();
    private Path folder;
    private Path file;

    @TempDir
    Path into;

    private record Content(String what, String text) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Content> contents() {
        return Stream.of(
                new Content("nested brackets", BEGINNING + "[".repeat(1200)),
                new Content("nested brackets, closed", BEGINNING + "[".repeat(1200) + "]".repeat(1200) + "}"),
                new Content("very deep", BEGINNING + "[".repeat(2_000_000)),
                new Content("a number of 1,500 digits", BEGINNING + "9".repeat(1500) + "}"),
                new Content("a number of 100,000 digits", BEGINNING + "9".repeat(100_000) + "}"),
                new Content("a fraction of 100,000 digits", BEGINNING + "0." + "9".repeat(100_000) + "}"),
                new Content("a name of 60,000 characters", BEGINNING + "1, \"" + "n".repeat(60_000) + "\": 1}"),
                new Content(
                        "a name of 2,000,000 characters", BEGINNING + "\"r\", \"" + "n".repeat(2_000_000) + "\": 1}"),
                new Content("no text", "\0\0\0\0\0"),
                new Content("nothing", ""),
                new Content("a list", "[1, 2, 3]"),
                new Content("another name", BEGINNING + "\"r\", \"environment\": \"../../x\", \"trial\": 1}"));
    }

    @BeforeEach
    void storeTwo() {
        RandomTrials random = new RandomTrials(1).withFewSamples();
        try (ResultFolder opened = ResultFolder.open(into, suite, 7, Suites.part("run-1"))) {
            opened.store(random.trial(plan.get(0), new Outcome.Completed()));
            opened.store(random.trial(plan.get(1), new Outcome.Completed()));
            folder = opened.path();
        }
        file = TrialFile.latest(folder, plan.get(1).id());
    }

    @ParameterizedTest
    @MethodSource("contents")
    void aFileOverALimitCostsItself(Content content) throws IOException {
        Files.writeString(file, content.text());
        assertCostsItself();
    }

    @Test
    void aPipeInThePlaceOfAFileIsNotWaitedFor() throws Exception {
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThat(SuiteResult.read(folder).warnings()).anyMatch(warning -> warning.contains("a pipe or a device"));
        assertCostsItself();
    }

    @Test
    void norIsAFolderOrALinkThatLeadsNowhere() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        assertCostsItself();
        Files.createSymbolicLink(file, into.resolve("nowhere"));
        assertCostsItself();
    }

    @Test
    void aFileThatDoesNotFitIntoMemoryIsNamed() throws Exception {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(BEGINNING + "\"r\", \"samples\": {\"container\": {\"fast\": {\"rows\": 30000000, \"time_ns\": [");
            for (int i = 0; i < 2_000_000; i++) {
                out.write("1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,");
            }
            out.write("1]}}}}");
        }
        List<String> said = HarnessProcess.output(HarnessProcess.start(List.of(), List.of("-Xmx96m"), "read", folder));
        assertThat(said)
                .anyMatch(line -> line.equals("1 trials"))
                .anyMatch(line -> line.contains(file + " cannot be read") && line.contains("-Xmx"));
        assertThat(HarnessProcess.output(HarnessProcess.start(List.of(), List.of("-Xmx96m"), "hold", into)))
                .singleElement()
                .asString()
                .contains("cannot open", file.toString(), "-Xmx");
    }

    /** Names read are checked as names built are. */
    @Test
    void aForeignSuiteWritesNowhereElse() throws IOException {
        Path suiteFile = folder.resolve("suite.json");
        String whole = Files.readString(suiteFile).replaceFirst(",\n \"crc32\": \"[0-9a-f]{8}\"\n", "\n");
        for (String name : List.of("../../../outside", into.resolve("outside") + "", "native/..", "", "a b", "=1+1")) {
            Files.writeString(suiteFile, whole.replace("\"name\": \"wasm\"", "\"name\": \"" + name + "\""));
            SuiteResult read = SuiteResult.read(folder);
            assertThat(read.warnings()).anyMatch(warning -> warning.contains("environment name must be 1 to 63"));
            KraterFiles.write(read, folder.resolve("export"));
            try (Stream<Path> files = Files.list(into)) {
                assertThat(files).containsExactly(folder);
            }
        }
    }

    @Test
    void anEnvironmentThatIsThereTwiceIsToldAndReported() throws IOException {
        Path suiteFile = folder.resolve("suite.json");
        String whole = Files.readString(suiteFile).replaceFirst(",\n \"crc32\": \"[0-9a-f]{8}\"\n", "\n");
        Files.writeString(suiteFile, whole.replace("\"name\": \"wasm\"", "\"name\": \"native\""));
        SuiteResult read = SuiteResult.read(folder);
        assertThat(read.trials()).hasSize(2);
        assertThat(read.warnings()).anyMatch(warning -> warning.contains("\"native\" is there twice"));
        assertThat(Report.html(read).text()).contains("is there twice");
    }

    private void assertCostsItself() throws IOException {
        SuiteResult read = SuiteResult.read(folder);
        assertThat(read.trials()).extracting("id").containsExactly(plan.get(0).id());
        assertThat(read.warnings()).anyMatch(warning -> warning.contains(file + " cannot be read"));
        try (ResultFolder again = ResultFolder.open(into, suite, 7, Suites.part("run-2"))) {
            assertThat(again.completed()).containsExactly(plan.get(0).id());
            assertThat(again.notices())
                    .singleElement()
                    .asString()
                    .contains(file.toString(), "was set aside as", "its trial runs again");
        }
        assertThat(Files.exists(file)).isFalse();
        assertThatThrownBy(() -> SuiteResult.read(file)).isInstanceOf(ResultException.class);
    }
}
