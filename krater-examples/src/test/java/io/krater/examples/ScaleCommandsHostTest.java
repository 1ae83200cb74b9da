package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("host")
class ScaleCommandsHostTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    private int run(String... words) {
        CommandLine line = Examples.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(words);
    }

    @Test
    void startupComparesCommandsAndItsResultGivesRundsTables() {
        assertThat(run("startup", "--levels", "1,3", "--rounds", "2", "--into", folder.toString()))
                .as(errors.toString())
                .isZero();
        assertThat(folder.resolve("startup/report.html")).content().contains("id=\"scale\"");
        assertThat(folder.resolve("startup/rund/time.csv"))
                .content()
                .startsWith("runtime,1,3\n")
                .contains("plain,", "wrapped,");
        Path again = folder.resolve("again");
        assertThat(run("rund", "--from", folder.resolve("startup").toString(), "--tables", again.toString()))
                .isZero();
        assertThat(again.resolve("time.csv")).hasSameTextualContentAs(folder.resolve("startup/rund/time.csv"));
    }

    @Test
    void densityHoldsCommandsAndStartsMoreOnTop() {
        assertThat(run(
                        "density",
                        "--densities",
                        "1,3",
                        "--levels",
                        "2",
                        "--ramps",
                        "1",
                        "--settle",
                        "0.05",
                        "--idle",
                        "0.02",
                        "--command",
                        "one=echo here; exec sleep 1000000",
                        "--into",
                        folder.toString()))
                .as(errors.toString())
                .isZero();
        assertThat(folder.resolve("density/rund/mem_one.csv"))
                .content()
                .matches("memory,1,3\nunlimited,[0-9.]+,[0-9.]+\n");
        assertThat(folder.resolve("density/rund/density_one.csv")).content().startsWith("density,2\n1,");
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        assertThat(run("startup", "--levels", "0")).isEqualTo(2);
        assertThat(errors.toString()).contains("a level must be in 1..100000, was 0");
        assertThat(run("density", "--densities", "5,5")).isEqualTo(2);
        assertThat(errors.toString()).contains("densities must be distinct, were [5, 5]");
    }
}
