package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.result.SuiteResult;
import io.krater.result.Suites;
import io.krater.result.model.ResultException;
import io.krater.suite.Suite;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void aReaderNeedsNoLock() {
        try (ResultFolder first = open("run-1")) {
            assertThat(SuiteResult.read(first.path()).trials()).isEmpty();
        }
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
