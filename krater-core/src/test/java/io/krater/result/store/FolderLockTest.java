package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.SuiteResult;
import io.krater.result.Suites;
import io.krater.result.json.RandomTrials;
import io.krater.result.model.ResultException;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    private final Suite suite = Suites.small().trials(100).build();

    @TempDir
    Path into;

    @Test
    void aSecondOpenerInThisProcessIsRefusedAndTheFirstKeepsTheLock() throws IOException {
        try (ResultFolder first = open("run-1")) {
            assertThat(first.completed()).isEmpty();
            assertRefused("run-1");
            // closing a channel of a locked file gives the lock up: the refusal must not have done so
            assertThat(HarnessProcess.output(HarnessProcess.start(List.of(), "hold", into)))
                    .singleElement()
                    .asString()
                    .contains("in use by process " + ProcessHandle.current().pid(), "run-1");
            assertRefused("run-1");
        }
        open("run-2").close();
    }

    @Test
    void aFolderIsTheSameByAnotherName() throws IOException {
        Path alias = Files.createSymbolicLink(into.resolveSibling(into.getFileName() + "-alias"), into);
        try (ResultFolder first = open("run-1")) {
            assertThat(first.completed()).isEmpty();
            assertThatThrownBy(() -> ResultFolder.open(alias, suite, 1, Suites.part("run-2")))
                    .isInstanceOf(ResultException.class);
        } finally {
            Files.delete(alias);
        }
    }

    @Test
    void anotherProcessIsNamedAndItsEndFreesTheFolder() throws Exception {
        Process other = HarnessProcess.start(List.of(), "hold", into);
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open");
            assertThatThrownBy(() -> open("run-1"))
                    .isInstanceOf(ResultException.class)
                    .hasMessageContaining(into.resolve("small").toString())
                    .hasMessageContaining("in use by process " + other.pid() + " on ")
                    .hasMessageContaining("run other-run, started 2026-01-02T03:04:05.678Z")
                    .hasMessageContaining("wait until that run ends");
            other.destroyForcibly().waitFor();
        }
        open("run-1").close();
    }

    @Test
    void anotherClassLoaderIsRefusedAndTheFirstKeepsTheLock() throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (ResultFolder first = open("run-1");
                URLClassLoader other =
                        new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            assertThat(first.completed()).isEmpty();
            Class<?> harness = other.loadClass(HarnessProcess.class.getName());
            assertThat(harness).isNotSameAs(HarnessProcess.class);
            for (int i = 0; i < 2; i++) {
                assertThat((String) harness.getMethod("refusal", Path.class).invoke(null, into))
                        .contains("in use by process " + ProcessHandle.current().pid(), "run-1", "this very process");
            }
            assertOthersAreRefused();
        }
    }

    @Test
    void aLockThatOtherCodeOfThisProcessLostIsTakenAgain() throws IOException {
        try (ResultFolder first = open("run-1")) {
            // closing this descriptor gives up the lock
            assertThat(Files.readString(into.resolve("small/.lock"))).contains("run-1");
            first.store(trial(0));
            assertOthersAreRefused();
        }
    }

    @Test
    void aLockThatWasLostToAnotherProcessStopsTheRun() throws Exception {
        try (ResultFolder first = open("run-1")) {
            first.store(trial(0));
            assertThat(Files.readString(into.resolve("small/.lock"))).contains("run-1");
            Process other = HarnessProcess.start(List.of(), "hold", into);
            try (BufferedReader said = other.inputReader()) {
                assertThat(said.readLine()).isEqualTo("open");
                assertThatThrownBy(() -> first.store(trial(1)))
                        .isInstanceOf(ResultException.class)
                        .hasMessageContaining("its lock was lost")
                        .hasMessageContaining("process " + other.pid());
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void whereverOpeningFailsTheNextOpenerOfThisProcessIsNotRefused() {
        for (int step = 0; ; step++) {
            Path fresh = into.resolve("fresh " + step);
            BreakingDisk disk = BreakingDisk.failingAt(step);
            Throwable refused = catchThrowable(() -> ResultFolder.open(disk, fresh, suite, 7, Suites.part("run-1"))
                    .close());
            ResultFolder.open(fresh, suite, 7, Suites.part("run-2")).close();
            if (!disk.stopped()) {
                assertThat(disk.log()).contains("write lock");
                assertThat(refused).isNull();
                return;
            }
            assertThat(refused)
                    .isInstanceOf(ResultException.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("free some space");
        }
    }

    @Test
    void aLinkInThePlaceOfTheLockIsNotFollowed() throws IOException {
        Path victim = Files.writeString(into.resolve("victim"), "mine");
        Path lock = Files.createDirectories(into.resolve("small")).resolve(".lock");
        Files.createSymbolicLink(lock, victim);
        assertThatThrownBy(() -> open("run-1"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining(lock + " is a link")
                .hasMessageContaining("remove it");
        assertThat(victim).hasContent("mine");
        Files.delete(lock);
        Files.createDirectory(lock);
        assertThatThrownBy(() -> open("run-1"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining(lock + " is no file");
    }

    @Test
    void aReaderNeedsNoLock() {
        try (ResultFolder first = open("run-1")) {
            assertThat(SuiteResult.read(first.path()).trials()).isEmpty();
        }
    }

    private void assertOthersAreRefused() throws IOException {
        assertThat(HarnessProcess.output(HarnessProcess.start(List.of(), "hold", into)))
                .singleElement()
                .asString()
                .contains("in use by process " + ProcessHandle.current().pid(), "run-1");
    }

    private Trial trial(int place) {
        PlannedTrial planned = TrialPlan.of(suite, 7).trials().get(place);
        return new RandomTrials(place).withFewSamples().trial(planned, new Outcome.Completed());
    }

    private void assertRefused(String holder) {
        assertThatThrownBy(() -> open("run-2"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("this very process")
                .hasMessageContaining(holder);
    }

    private ResultFolder open(String run) {
        return ResultFolder.open(into, suite, 7, Suites.part(run));
    }
}
