package io.krater;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads while real processes run, and below the table. */
@Tag("host")
class ProgressHostTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void givesNoTimeWhereNothingIsKnownAndThatOfKeptTrialsWhereItIs() {
        run(suite("true", 1));
        assertThat(text())
                .contains("1 trials to run, how long it takes is not known yet, seed ")
                .doesNotContain("0 s left");
        shown.reset();
        run(suite("true", 2));
        assertThat(text())
                .contains("1 trials to run (1 kept from an earlier run), ")
                .doesNotContain("not known");
        shown.reset();
        run(suite("true", 2));
        assertThat(text()).contains("0 trials to run (2 kept from an earlier run), seed ");
    }

    @Test
    void aFailedTrialShowsItsExitCodeItsLastLineAndWhereAllOfItIs() {
        SuiteResult result = run(suite("echo begun; echo no space left >&2; exit 3", 1));
        Path file = folder.resolve("shown/trials/a/run/1.json");
        assertThat(text())
                .contains("FAILED CRASHED: the program ended with exit code 3")
                .contains("    last line: no space left" + System.lineSeparator())
                .contains("    all of it: " + file + System.lineSeparator());
        assertThat(file).isRegularFile();
        shown.reset();
        result.print(new PrintStream(shown, true, StandardCharsets.UTF_8));
        assertThat(text())
                .contains("! a/run: no completed trial; 1 failed, the last: the program ended with exit code 3");
    }

    @Test
    void ofASilentProgramItSaysThatTheLineNeverCame() {
        Suite silent = Suite.named("shown")
                .environment(Environment.process("a").command("/bin/sh", "-c", "exit 0"))
                .environment(Environment.process("b").command("/bin/sh", "-c", "echo something else"))
                .workload(ProgramWorkload.named("gated")
                        .gate(Gate.between("BENCH_START", "BENCH_END"))
                        .build())
                .trials(1)
                .build();
        run(silent);
        assertThat(text())
                .contains("the line that opens it (BENCH_START) never came, nor any other (exit code 0)")
                .contains("the line that opens it (BENCH_START) never came (exit code 0)")
                .contains("last line: something else");
    }

    private static Suite suite(String script, int trials) {
        return Suite.named("shown")
                .environment(Environment.process("a").command("/bin/sh", "-c", script))
                .workload(ProgramWorkload.named("any").build())
                .trials(trials)
                .build();
    }

    private SuiteResult run(Suite suite) {
        try (Launcher launcher = ProcessLauncher.create()) {
            return Krater.run(suite)
                    .on(launcher)
                    .progressTo(new PrintStream(shown, true, StandardCharsets.UTF_8))
                    .into(folder);
        }
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
