package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.ProcessOptions;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input, output and working directory of a local program, with cgroups and without. */
@Tag("host")
class ProcessOptionsHostTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsItsInputInItsDirectoryAndDiscardsItsOutput(boolean cgroups) throws IOException {
        Files.writeString(folder.resolve("it's in"), "taken\n");
        Environment shown = Environment.process("shown")
                .command("/bin/sh", "-c", "cat; pwd; echo to-errors >&2")
                .input("it's in")
                .directory(folder.toString())
                .build();
        Environment hidden = Environment.process("hidden")
                .command("/bin/sh", "-c", "cat; pwd; echo to-errors >&2")
                .input(folder.resolve("it's in").toString())
                .discardOutput()
                .build();
        SuiteResult result = run(cgroups, shown, hidden);
        assertThat(log(result, "shown"))
                .contains("taken")
                .contains(folder.toString())
                .contains("to-errors");
        assertThat(log(result, "hidden")).contains("to-errors").doesNotContain("taken");
        assertThat(result.suite().environments().get(0).attributes()).containsEntry("stdin", "it's in");
    }

    @Test
    void saysBeforeTheFirstTrialWhatIsNotThere() {
        assertThatExceptionOfType(PreflightException.class)
                .isThrownBy(() -> run(
                        true,
                        Environment.process("a")
                                .command("/bin/cat")
                                .input(folder.resolve("none").toString())
                                .build()))
                .withMessageContaining("standard input")
                .withMessageContaining("cannot be read");
        assertThatExceptionOfType(PreflightException.class)
                .isThrownBy(() -> run(
                        true,
                        Environment.process("a")
                                .command("/bin/cat")
                                .directory(folder.resolve("none").toString())
                                .build()))
                .withMessageContaining("working directory");
    }

    @Test
    void refusesExitCodesThatNoProcessHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Environment.process("a").command("x").exitCodes(256).build())
                .withMessageContaining("0..255")
                .withMessageContaining("256");
        assertThat(ProcessOptions.of(Environment.process("a")
                                .command("x")
                                .exitCodes(0, 1)
                                .build())
                        .exitCodes())
                .isEqualTo(Set.of(0, 1));
    }

    @Test
    void saysHowToGiveACommandThatIsOneWord() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Environment.process("gzip").command("gzip -9").build())
                .withMessage(
                        "command must be given word by word, \"gzip\", \"-9\", or as \"/bin/sh\", \"-c\", \"...\" for a"
                                + " shell, was \"gzip -9\"");
    }

    private static String log(SuiteResult result, String environment) {
        return result.trials().stream()
                .filter(trial -> trial.id().environment().equals(environment))
                .map(trial -> String.join("\n", trial.log().lines()))
                .findFirst()
                .orElseThrow();
    }

    private SuiteResult run(boolean cgroups, Environment... environments) {
        Suite.Builder suite = Suite.named("options")
                .workload(ProgramWorkload.named("any").build())
                .trials(1);
        for (Environment environment : environments) {
            suite.environment(environment);
        }
        try (Launcher launcher = ProcessLauncher.builder().cgroups(cgroups).build()) {
            return Krater.run(suite.build()).on(launcher).quiet().into(folder);
        }
    }
}
