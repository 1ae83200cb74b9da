package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.result.SuiteResult;
import io.krater.result.model.ResultException;
import io.krater.result.warning.Warnings;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept trials stand for what would be measured now: a suite does not go on with a program that has changed. */
@Tag("host")
class ChangedProgramHostTest {
    private final Launcher launcher = ProcessLauncher.create();

    @TempDir
    private Path folder;

    private Path program = Path.of("");

    @BeforeEach
    void writeProgram() throws IOException {
        program = folder.resolve("prog.sh");
        write("exit 0");
    }

    @AfterEach
    void close() {
        launcher.close();
    }

    @Test
    void refusesToGoOnWithAChangedProgram() throws IOException {
        run(program.toString());
        write("sleep 0");
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> run(program.toString()))
                .withMessageContaining("completed trials of other programs")
                .withMessageContaining("one: program.sha256 was ")
                .withMessageContaining("Measure into another folder, or remove this one");
    }

    @Test
    void refusesAChangedFileOfTheCommand() throws IOException {
        for (List<String> command : List.of(
                List.of("/bin/sh", program.toString()),
                List.of("/bin/sh", "-c", "exec '" + program + "'"),
                List.of("/bin/sh", "-c", "exit 0", "-cp", folder.resolve("classes") + ":" + program))) {
            write("exit 0");
            Path into = Files.createTempDirectory(folder, "into");
            Files.createDirectories(folder.resolve("classes"));
            run(into, false, command);
            write("sleep 0");
            assertThatExceptionOfType(ResultException.class)
                    .isThrownBy(() -> run(into, false, command))
                    .withMessageContaining(program + ".sha256 was ");
        }
    }

    @Test
    void refusesAChangedFolderOfTheClassPath() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes/p"));
        Files.writeString(classes.resolve("A.class"), "one");
        List<String> command = List.of("/bin/sh", "-c", "exit 0", "-cp", folder.resolve("classes") + "/:none.jar");
        run(folder, false, command);
        Files.writeString(classes.resolve("A.class"), "two");
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> run(folder, false, command))
                .withMessageContaining("classes/.sha256 was ");
    }

    @Test
    void keepsTrialsDespiteAChangeWhereAskedToAndSaysSo() throws IOException {
        run(program.toString());
        write("sleep 0");
        SuiteResult result = run(folder, true, List.of(program.toString()));
        assertThat(result.trials()).hasSize(2);
        assertThat(Warnings.of(result))
                .anySatisfy(warning -> assertThat(warning.toString()).contains("program.sha256"));
    }

    @Test
    void goesOnWhereOnlyFailedTrialsRanTheOldProgram() throws IOException {
        write("exit 3");
        run(program.toString());
        write("exit 0");
        assertThat(run(program.toString()).trials())
                .allMatch(trial -> trial.outcome().isCompleted());
    }

    @Test
    void measuresAfreshAndSetsAsideWhatWasThere() throws IOException {
        run(program.toString());
        write("sleep 0");
        for (int i = 0; i < 2; i++) {
            Krater.run(suite(List.of(program.toString())))
                    .on(launcher)
                    .quiet()
                    .afresh()
                    .into(folder);
        }
        assertThat(SuiteResult.read(folder.resolve("changing")).parts()).hasSize(1);
        assertThat(SuiteResult.read(folder.resolve("changing.1")).trials()).hasSize(2);
        assertThat(SuiteResult.read(folder.resolve("changing.2")).trials()).hasSize(2);
    }

    private SuiteResult run(String command) {
        return run(folder, false, List.of(command));
    }

    private SuiteResult run(Path into, boolean despite, List<String> command) {
        SuiteRun run = Krater.run(suite(command)).on(launcher).quiet();
        return (despite ? run.despiteChangedPrograms() : run).into(into);
    }

    private static Suite suite(List<String> command) {
        return Suite.named("changing")
                .environment(Environment.process("one").command(command))
                .workload(ProgramWorkload.named("any").variant("v").build())
                .trials(2)
                .build();
    }

    private void write(String script) throws IOException {
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
