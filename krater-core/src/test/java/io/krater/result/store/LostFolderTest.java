package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.Suites;
import io.krater.result.json.RandomTrials;
import io.krater.result.model.ResultException;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to the folder of results while a suite runs into it. */
class LostFolderTest {
    private final Suite suite = Suites.small().build();
    private final List<PlannedTrial> plan = TrialPlan.of(suite, 7).trials();
    private final RandomTrials random = new RandomTrials(1).withFewSamples();

    @TempDir
    Path into;

    /** What somebody does to a folder. */
    private interface Harm {
        void to(Path folder) throws IOException;
    }

    private record Case(String what, Harm harm, String told) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> harms() {
        return Stream.of(
                new Case("deleted", LostFolderTest::delete, "there is no such folder any more"),
                new Case("moved", folder -> Files.move(folder, aside(folder)), "there is no such folder any more"),
                new Case(
                        "replaced by a link to where it was moved",
                        folder -> Files.createSymbolicLink(folder, Files.move(folder, aside(folder))),
                        "something else stands in its place (a link)"),
                new Case(
                        "deleted and made again",
                        folder -> {
                            delete(folder);
                            Files.createDirectory(folder);
                        },
                        "something else stands in its place (another folder)"),
                new Case(
                        "replaced by a file",
                        folder -> {
                            delete(folder);
                            Files.writeString(folder, "");
                        },
                        "something else stands in its place (no folder)"),
                new Case("without its lock", folder -> Files.delete(folder.resolve(".lock")), ".lock was deleted"),
                new Case(
                        "with another lock",
                        folder -> {
                            Files.move(folder.resolve(".lock"), folder.resolve("old lock"));
                            Files.writeString(folder.resolve(".lock"), "");
                        },
                        ".lock was deleted or replaced"),
                new Case("without trials", folder -> delete(folder.resolve("trials")), "trials was deleted"),
                new Case(
                        "trials replaced by a link",
                        folder -> Files.createSymbolicLink(
                                folder.resolve("trials"), Files.move(folder.resolve("trials"), aside(folder))),
                        "trials was deleted or replaced"));
    }

    @ParameterizedTest
    @MethodSource("harms")
    void theNextStoreFailsLoudly(Case lost) throws IOException {
        try (ResultFolder folder = open("run-1")) {
            folder.store(trial(0));
            lost.harm().to(folder.path());
            assertThatThrownBy(() -> folder.store(trial(1)))
                    .isInstanceOf(ResultException.class)
                    .hasMessageContaining(folder.path() + " is no longer the one that this run opened")
                    .hasMessageContaining(lost.told())
                    .hasMessageContaining(trial(1).id() + " was not stored")
                    .hasMessageContaining("1 completed trials stored before")
                    .hasMessageContaining("Bring it back");
        }
    }

    @ParameterizedTest
    @MethodSource("harms")
    void soDoesReadingTheResultsBack(Case lost) throws IOException {
        try (ResultFolder folder = open("run-1")) {
            folder.store(trial(0));
            lost.harm().to(folder.path());
            assertThatThrownBy(folder::result)
                    .isInstanceOf(ResultException.class)
                    .hasMessageContaining(lost.told());
        }
    }

    @Test
    void aFolderThatIsBroughtBackIsGoneOnWith() throws IOException {
        try (ResultFolder folder = open("run-1")) {
            folder.store(trial(0));
            Files.move(folder.path(), aside(folder.path()));
            assertThatThrownBy(() -> folder.store(trial(1))).isInstanceOf(ResultException.class);
            Files.move(aside(folder.path()), folder.path());
            folder.store(trial(1));
            assertThat(folder.result().trials()).hasSize(2);
        }
    }

    @Test
    void aLinkOnTheWayThatIsTurnedElsewhereIsNoticed() throws IOException {
        Path one = Files.createDirectory(into.resolve("one"));
        Path two = Files.createDirectory(into.resolve("two"));
        Path link = Files.createSymbolicLink(into.resolve("link"), one);
        try (ResultFolder folder = ResultFolder.open(link, suite, 7, Suites.part("run-1"))) {
            folder.store(trial(0));
            ResultFolder.open(two, suite, 7, Suites.part("run-2")).close();
            Files.delete(link);
            Files.createSymbolicLink(link, two);
            assertThatThrownBy(() -> folder.store(trial(1)))
                    .isInstanceOf(ResultException.class)
                    .hasMessageContaining("its name leads elsewhere");
            assertThat(two.resolve("small/trials")).doesNotExist();
        }
    }

    @Test
    void trialsThatWereStoredAndAreGoneAreToldAtTheEnd() throws IOException {
        try (ResultFolder folder = open("run-1")) {
            for (int i = 0; i < 3; i++) {
                folder.store(trial(i));
            }
            Files.delete(TrialFile.latest(folder.path(), trial(1).id()));
            Files.writeString(TrialFile.latest(folder.path(), trial(2).id()), "{");
            assertThatThrownBy(folder::result)
                    .isInstanceOf(ResultException.class)
                    .hasMessageContaining("2 of the 3 completed trials stored in " + folder.path())
                    .hasMessageContaining(trial(1).id().toString())
                    .hasMessageContaining(trial(2).id().toString())
                    .hasMessageContaining("run the same suite into the same folder to measure them again");
        }
        try (ResultFolder again = open("run-2")) {
            assertThat(again.completed()).containsExactly(trial(0).id());
        }
    }

    @Test
    void aPlantedTemporaryNameIsNotFollowed() throws IOException {
        Path victim = Files.writeString(into.resolve("victim"), "mine");
        try (ResultFolder folder = open("run-1")) {
            folder.store(trial(0));
            Path file = TrialFile.latest(folder.path(), trial(1).id());
            Files.createDirectories(file.getParent());
            Files.createSymbolicLink(file.resolveSibling("." + file.getFileName() + ".tmp"), victim);
            folder.store(trial(1));
            assertThat(folder.result().trials()).hasSize(2);
        }
        assertThat(victim).hasContent("mine");
    }

    @Test
    void filesOfTheUsersOwnStayWhateverTheyAreCalled() throws IOException {
        open("run-1").close();
        Path root = into.resolve("small");
        List<Path> own = List.of(
                root.resolve("notes.tmp"),
                root.resolve(".7-notes.tmp"),
                root.resolve("folder.tmp").resolve("inside"),
                root.resolve("trials/native/64_w/sketch.tmp"));
        for (Path file : own) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "mine");
        }
        Path leftover = Files.writeString(root.resolve(".krater-" + Integer.MAX_VALUE + "-1.tmp"), "half a table");
        Path alive = Files.writeString(
                root.resolve(".krater-" + ProcessHandle.current().pid() + "-1.tmp"), "being written");
        open("run-2").close();
        assertThat(own).allSatisfy(file -> assertThat(file).hasContent("mine"));
        assertThat(leftover).doesNotExist();
        assertThat(alive).exists();
    }

    @Test
    void aFolderUnderATemporaryNameIsNamed() throws IOException {
        open("run-1").close();
        Path folder = Files.createDirectory(into.resolve("small/.suite.json.tmp"));
        assertThatThrownBy(() -> open("run-2"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining(folder + " is a folder where a temporary file has to be");
    }

    private Trial trial(int place) {
        return random.trial(plan.get(place), new Outcome.Completed());
    }

    private ResultFolder open(String run) {
        return ResultFolder.open(into, suite, 7, Suites.part(run));
    }

    private static Path aside(Path folder) {
        return folder.resolveSibling("aside");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}
