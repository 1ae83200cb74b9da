package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.SuiteResult;
import io.krater.result.Suites;
import io.krater.result.json.RandomTrials;
import io.krater.result.json.SameTrial;
import io.krater.result.model.Cell;
import io.krater.result.model.Part;
import io.krater.result.model.ResultException;
import io.krater.result.model.SuiteDescription;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Order;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Stage;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResultFolderTest {
    private static final Outcome COMPLETED = new Outcome.Completed();
    private static final Outcome CRASHED = new Outcome.Failed(FailureReason.of(Kind.CRASHED, "exit code 1"));

    private final Suite suite = Suites.small().build();
    private final List<PlannedTrial> plan = TrialPlan.of(suite, 7).trials();
    private final RandomTrials random = new RandomTrials(1).withFewSamples();

    @TempDir
    Path into;

    @Test
    void whatIsStoredIsReadBackInPlanOrder() {
        List<Trial> stored =
                plan.stream().map(planned -> random.trial(planned, COMPLETED)).toList();
        try (ResultFolder folder = open("run-1")) {
            assertThat(folder.path()).isEqualTo(into.resolve("small"));
            stored.forEach(trial -> assertThat(folder.store(trial)).isTrue());
        }
        SuiteResult result = read();
        assertThat(result.suite()).isEqualTo(SuiteDescription.of(suite));
        assertThat(result.seed()).hasValue(7);
        assertThat(result.parts()).containsExactly(Suites.part("run-1"));
        assertThat(result.warnings()).isEmpty();
        assertThat(result.trials()).hasSameSizeAs(stored);
        for (int i = 0; i < stored.size(); i++) {
            SameTrial.assertSame(result.trials().get(i), stored.get(i));
            assertThat(result.runOf(stored.get(i).id())).hasValue("run-1");
        }
    }

    @Test
    void whatCannotBeLookedAtIsNotTakenForAbsent() throws IOException {
        try (ResultFolder folder = open("run-1")) {
            plan.forEach(planned -> folder.store(random.trial(planned, COMPLETED)));
        }
        Path trials = into.resolve("small/trials");
        Files.move(trials, into.resolve("away"));
        Files.createSymbolicLink(trials, trials); // as root, too, is refused
        assertThatThrownBy(() -> open("run-2"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("cannot open results folder");
        assertThatThrownBy(this::read)
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("cannot read results folder");
        Files.delete(trials);
        Files.move(into.resolve("away"), trials);

        Path suiteFile = into.resolve("small/suite.json");
        Files.delete(suiteFile);
        Files.createSymbolicLink(suiteFile, suiteFile);
        assertThatThrownBy(() -> open("run-2"))
                .isInstanceOf(ResultException.class)
                .message()
                .contains("cannot open results folder")
                .doesNotContain("missing");
    }

    @Test
    void aTrialFileThatIsAFolderOrACircleIsNotGone() throws IOException {
        Path file = TrialFile.latest(into, plan.get(0).id());
        Files.createDirectories(file);
        TrialFile trial = new TrialFile(file, plan.get(0).id(), 0);
        assertThat(LoadedTrial.load(List.of(trial))).singleElement().matches(loaded -> !loaded.isGone());
        Files.delete(file);
        assertThat(LoadedTrial.load(List.of(trial))).singleElement().matches(LoadedTrial::isGone);
        Files.createSymbolicLink(file, file);
        assertThat(LoadedTrial.load(List.of(trial))).singleElement().matches(loaded -> !loaded.isGone());
    }

    @Test
    void completedTrialsAreKeptAndTheRestIsDue() {
        try (ResultFolder folder = open("run-1")) {
            folder.store(random.trial(plan.get(0), COMPLETED));
            folder.store(random.trial(plan.get(1), CRASHED));
            folder.store(random.trial(
                    plan.get(2), new Outcome.TimedOut(Stage.EXIT, 5, FailureReason.of(Kind.KILLED, "did not end"))));
        }
        try (ResultFolder folder = open("run-2")) {
            assertThat(folder.completed()).containsExactly(plan.get(0).id());
            assertThat(folder.notices()).isEmpty();
        }
        assertThat(read().parts()).extracting(Part::run).containsExactly("run-1", "run-2");
    }

    @Test
    void aTrialThatFailsTwiceAndThenSucceedsCountsTwoFailures() throws IOException {
        PlannedTrial due = plan.get(3);
        assertThat(due.id().number()).isEqualTo(1);
        for (Outcome outcome : List.of(CRASHED, CRASHED, COMPLETED)) {
            try (ResultFolder folder = open("run")) {
                folder.store(random.trial(due, outcome));
            }
        }
        SuiteResult result = read();
        assertThat(result.trials()).hasSize(1);
        assertThat(result.earlierAttempts())
                .hasSize(2)
                .allMatch(trial -> trial.id().equals(due.id()));
        Cell cell = result.cell(due.id().environment(), due.id().variant()).orElseThrow();
        assertThat(cell.completed()).hasSize(1);
        assertThat(cell.failures()).isEqualTo(2);
        assertThat(cell.attempts()).isEqualTo(3);
        assertThat(names()).contains("1.json", "1.attempt-1.json", "1.attempt-2.json");
    }

    @Test
    void anInterruptedTrialIsNotStored() throws IOException {
        try (ResultFolder folder = open("run")) {
            Outcome interrupted = new Outcome.Failed(FailureReason.of(Kind.INTERRUPTED, "Ctrl-C"));
            assertThat(folder.store(random.trial(plan.get(0), interrupted))).isFalse();
        }
        assertThat(names()).noneMatch(name -> name.matches("[0-9].*"));
    }

    @Test
    void anInterruptedThreadStoresToTheEnd() {
        try (ResultFolder folder = open("run")) {
            Thread.currentThread().interrupt();
            folder.store(random.trial(plan.get(0), COMPLETED));
        } finally {
            assertThat(Thread.interrupted()).as("interrupt is passed on").isTrue();
        }
        assertThat(read().trials()).hasSize(1);
    }

    @Test
    void aCompletedTrialIsNeverReplaced() {
        try (ResultFolder folder = open("run")) {
            folder.store(random.trial(plan.get(0), COMPLETED));
            Trial another = random.trial(plan.get(0), COMPLETED);
            assertThatThrownBy(() -> folder.store(another))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(plan.get(0).id().toString());
        }
    }

    @Test
    void aDamagedTrialIsSetAsideReportedAndDueAgain() throws IOException {
        Path file = storeFirst();
        for (String aside : List.of("bak", "bak-2", "bak-3")) {
            Files.writeString(file, Files.readString(file).substring(0, 500));
            try (ResultFolder folder = open("run")) {
                assertThat(folder.completed()).isEmpty();
                assertThat(folder.notices())
                        .singleElement()
                        .asString()
                        .contains(file.toString(), file.getFileName() + "." + aside, "runs again", "line ");
                folder.store(random.trial(plan.get(0), COMPLETED));
            }
            assertThat(file.resolveSibling(file.getFileName() + "." + aside)).exists();
        }
        assertThat(read().trials()).hasSize(1);
        assertThat(read().warnings())
                .filteredOn(warning -> warning.contains(".bak"))
                .hasSize(3);
    }

    @Test
    void aTrialInAnothersPlaceIsDamage() throws IOException {
        Path file = storeFirst();
        Files.copy(file, file.resolveSibling("9.json"));
        assertThat(read().warnings()).anyMatch(warning -> warning.contains("9.json") && warning.contains("its place"));
        try (ResultFolder folder = open("run")) {
            assertThat(folder.notices()).singleElement().asString().contains("9.json.bak");
            assertThat(folder.completed()).hasSize(1);
        }
    }

    @Test
    void aTrialOfANewerVersionIsLeftAloneAndTheSuiteDoesNotGoOn() throws IOException {
        Path file = storeFirst();
        String newer = Files.readString(file).replace("krater-trial/2", "krater-trial/12");
        Files.writeString(file, newer);
        byte[] before = Files.readAllBytes(into.resolve("small/suite.json"));
        assertThatThrownBy(() -> open("run"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("krater-trial/12")
                .hasMessageContaining("update the library");
        assertThat(file).hasContent(newer);
        assertThat(into.resolve("small/suite.json")).hasBinaryContent(before);
        assertThatThrownBy(this::read).isInstanceOf(ResultException.class).hasMessageContaining("krater-trial/12");
    }

    @Test
    void leftoversOfAKillAreRemoved() throws IOException {
        Path file = storeFirst();
        Path leftover = file.resolveSibling(".1.json.tmp");
        Path suiteLeftover = into.resolve("small/.suite.json.tmp");
        Files.writeString(leftover, "{\"schema");
        Files.writeString(suiteLeftover, "{");
        open("run").close();
        assertThat(leftover).doesNotExist();
        assertThat(suiteLeftover).doesNotExist();
    }

    @Test
    void theSeedIsTheOneTheFolderWasMadeWith() {
        open("run").close();
        try (ResultFolder folder = ResultFolder.open(into, suite, 99, Suites.part("run-2"))) {
            assertThat(folder.seed()).isEqualTo(7);
        }
    }

    @Test
    void theSuitesOwnSeedComesFirst() {
        Suite seeded = Suites.small().seed(-3).build();
        try (ResultFolder folder = ResultFolder.open(into, seeded, 99, Suites.part("run"))) {
            assertThat(folder.seed()).isEqualTo(-3);
        }
    }

    @Test
    void trialsMayGrowAndTimeoutsMayChange() {
        storeFirst();
        Suite more =
                suite.toBuilder().trials(5).startTimeout(Duration.ofMinutes(9)).build();
        try (ResultFolder folder = ResultFolder.open(into, more, 1, Suites.part("run-2"))) {
            assertThat(folder.completed()).hasSize(1);
        }
        assertThat(read().suite()).isEqualTo(SuiteDescription.of(more));
    }

    static Stream<Arguments> otherSuites() {
        Suite.Builder small = Suites.small();
        return Stream.of(
                Arguments.of(small.build().toBuilder().trials(1).build(), "trials were 2, are 1"),
                Arguments.of(small.build().toBuilder().seed(8).build(), "seed was 7, is 8"),
                Arguments.of(
                        small.build().toBuilder()
                                .limits(Resources.cpu("250m").memory("64Mi"))
                                .build(),
                        "cpu limit was 500m, is 250m"),
                Arguments.of(
                        small.build().toBuilder()
                                .workload(MatrixMultiplication.sizes(64, 256).duration(Duration.ofSeconds(2)))
                                .build(),
                        "variant 256_w is new"),
                Arguments.of(
                        small.build().toBuilder()
                                .workload(MatrixMultiplication.sizes(64, 128).duration(Duration.ofSeconds(3)))
                                .build(),
                        "variant 64_w was run with [w, 64, 2], is run with [w, 64, 3]"),
                Arguments.of(
                        small.build().toBuilder()
                                .environment(Environment.process("third").command("x"))
                                .build(),
                        "environment third is new (command [x])"),
                Arguments.of(
                        Suite.named("small")
                                .environment(small.build().environments().get(1))
                                .environment(small.build().environments().get(0))
                                .workload(small.build().workload())
                                .limits(small.build().resources())
                                .trials(2)
                                .build(),
                        "order of environments was [native, wasm], is [wasm, native]"),
                Arguments.of(
                        Suite.named("small")
                                .environment(Environment.process("native")
                                        .command("bench", "--slow")
                                        .variable("A", "b"))
                                .workload(small.build().workload())
                                .limits(small.build().resources())
                                .trials(2)
                                .build(),
                        "environment native was command [bench, --fast], is command [bench, --slow]"),
                Arguments.of(
                        small.build().toBuilder().order(Order.SEQUENTIAL).build(),
                        "order was RANDOMISED_BLOCKS, is SEQUENTIAL"),
                Arguments.of(
                        small.build().toBuilder()
                                .sampleEvery(Duration.ofMillis(50))
                                .build(),
                        "sampleEvery was PT0.1S, is PT0.05S"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("otherSuites")
    void anotherSuiteOfTheSameNameIsRefusedAndTold(Suite other, String difference) throws IOException {
        storeFirst();
        Map<String, String> before = contents();
        assertThatThrownBy(() -> ResultFolder.open(into, other, 1, Suites.part("run-2")))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining(difference)
                .hasMessageContaining("Choose another folder or suite name");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aDamagedSuiteFileIsSetAsideWhereNoTrialDependsOnIt() throws IOException {
        open("run").close();
        Files.writeString(into.resolve("small/suite.json"), "{\"schema\":\"krater-suite/2\",");
        try (ResultFolder folder = ResultFolder.open(into, suite, 11, Suites.part("run-2"))) {
            assertThat(folder.seed()).isEqualTo(11);
            assertThat(folder.notices()).singleElement().asString().contains("suite.json.bak");
        }
    }

    @Test
    void withoutItsSuiteFileTrialsAreNotMixedWithNewOnes() throws IOException {
        storeFirst();
        Path file = into.resolve("small/suite.json");
        String whole = Files.readString(file);
        Files.writeString(file, "x");
        assertThatThrownBy(() -> open("run"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("1 trial files");
        assertThat(file).hasContent("x");
        Files.delete(file);
        assertThatThrownBy(() -> open("run"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("missing");
        SuiteResult readable = read();
        assertThat(readable.trials()).hasSize(1);
        assertThat(readable.seed()).isEmpty();
        assertThat(readable.warnings()).anyMatch(warning -> warning.contains("suite.json is missing"));
        Files.writeString(file, whole);
        open("run").close();
    }

    private Path storeFirst() {
        try (ResultFolder folder = open("run-1")) {
            folder.store(random.trial(plan.get(0), COMPLETED));
        }
        return TrialFile.latest(into.resolve("small"), plan.get(0).id());
    }

    private ResultFolder open(String run) {
        return ResultFolder.open(into, suite, 7, Suites.part(run));
    }

    private SuiteResult read() {
        return SuiteResult.read(into.resolve("small"));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(into)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(into)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".lock"))
                    .toList()) {
                contents.put(file.toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
