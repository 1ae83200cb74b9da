package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract tests of {@code workloads/}, where this host has what they are built with. */
@Tag("host")
class WorkloadsHostTest {
    @TempDir
    private Path folder;

    @Test
    void theProgramsKeepTheirLogContract() throws Exception {
        for (String tool : List.of("make", "cc", "python3")) {
            assumeTrue(
                    onPath(tool), "skipped: " + tool + " is not installed (make check-deps in workloads/ says more)");
        }
        Path output = folder.resolve("output.txt");
        Process make = new ProcessBuilder("make", "-C", "../workloads", "test")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = make.waitFor(5, TimeUnit.MINUTES);
        make.descendants().forEach(ProcessHandle::destroyForcibly);
        make.destroyForcibly();
        assertThat(ended).as(Files.readString(output)).isTrue();
        assertThat(make.exitValue()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).containsPattern("Ran [1-9][0-9]* tests");
    }

    private static boolean onPath(String program) throws IOException {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(File.pathSeparator)).stream()
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }
}
