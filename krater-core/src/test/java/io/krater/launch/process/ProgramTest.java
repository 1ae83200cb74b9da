package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.suite.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    @TempDir
    Path folder;

    private Path file(String name, String permissions) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    private static Environment environment(String... words) {
        return Environment.process("env").command(words).build();
    }

    private static void refused(Environment environment, String... parts) {
        assertThatThrownBy(() -> Program.of(environment, Map.of("PATH", "/nowhere")))
                .isInstanceOf(LaunchException.class)
                .hasMessageContainingAll(parts)
                .satisfies(
                        e -> assertThat(((LaunchException) e).reason().kind()).isEqualTo(Kind.CANNOT_EXECUTE));
    }

    @Test
    void findsAProgramByItsPath() throws Exception {
        Path file = file("prog", "rwxr-xr-x");
        Program program = Program.of(environment(file.toString(), "a", "b"), Map.of());
        assertThat(program.path()).isEqualTo(file);
        assertThat(program.command(List.of("c"))).containsExactly(file.toString(), "a", "b", "c");
    }

    @Test
    void findsAProgramOnThePath() throws Exception {
        Path file = file("prog", "rwxr-xr-x");
        assertThat(Program.of(environment("prog"), Map.of("PATH", "/nowhere:" + folder))
                        .path())
                .isEqualTo(file);
    }

    @Test
    void thePathOfTheEnvironmentCountsFirst() throws Exception {
        Path file = file("prog", "rwxr-xr-x");
        Environment environment = Environment.process("env")
                .command("prog")
                .variable("PATH", folder.toString())
                .build();
        assertThat(Program.of(environment, Map.of("PATH", "/nowhere")).path()).isEqualTo(file);
    }

    @Test
    void refusesAProgramThatIsMissing() {
        refused(environment(folder + "/prog"), folder + "/prog", "environment env", "does not exist");
    }

    @Test
    void refusesAProgramThatIsNotOnThePath() {
        refused(environment("prog"), "prog", "environment env", "PATH (/nowhere)", "full path");
    }

    @Test
    void refusesAFileThatIsNotExecutable() throws IOException {
        Path file = file("prog", "rw-r--r--");
        refused(environment(file.toString()), "not executable", "chmod +x " + file);
    }

    @Test
    void aFileOnThePathThatIsNotExecutableIsPassedOver() throws IOException {
        file("prog", "rw-r--r--");
        Environment environment = Environment.process("env")
                .command("prog")
                .variable("PATH", folder.toString())
                .build();
        refused(environment, "not on the PATH");
    }

    @Test
    void refusesADirectory() {
        refused(environment(folder.toString()), folder.toString(), "is a directory");
    }

    @Test
    void refusesAPathThatIsNone() {
        refused(environment("a/\ud800"), "is no path"); // half a surrogate pair
    }

    @Test
    void refusesWhatItsCharacterSetCannotWrite() {
        String half = "caf\ud800"; // half a surrogate pair, which no character set has
        refused(environment("/bin/sh", half), half, "lacks a character of it", "LC_ALL=C.UTF-8");
        for (Environment variable : List.of(
                Environment.process("env")
                        .command("/bin/sh")
                        .variable("V", half)
                        .build(),
                Environment.process("env")
                        .command("/bin/sh")
                        .variable(half, "v")
                        .build())) {
            refused(variable, half, "lacks a character of it");
        }
    }

    @Test
    void refusesAPod() {
        refused(Environment.pod("env").image("image").build(), "environment env is a pod", "KubernetesLauncher");
    }

    @Test
    void namesTheEnvironmentAsAFact() {
        assertThatThrownBy(() -> Program.of(environment("prog"), Map.of()))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.reason().facts()).containsEntry("environment", "env"));
    }
}
