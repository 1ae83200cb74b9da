package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RundCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    private int run(String... words) {
        CommandLine line = Examples.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(words);
    }

    @Test
    void writesTablesAndAReport() throws IOException {
        Path level = Files.createDirectories(folder.resolve("time_demo_01010000/con_002"));
        Files.writeString(level.resolve("client001.txt"), "p01 1000 1090 90\np02 2000 2110 110\np03 3000 3080 80\n");
        Files.writeString(level.resolve("client002.txt"), "p11 1005 1130 125\np12 2003 2100 97\np13 3010 3150 140\n");
        Files.writeString(level.resolve("cpu.txt"), "26 400 6.5\n30 410 7.31707\n28 405 6.91358\n");
        Path tables = folder.resolve("tables");
        Path report = folder.resolve("report.html");
        assertThat(run(
                        "rund",
                        "--from",
                        folder.toString(),
                        "--tables",
                        tables.toString(),
                        "--report",
                        report.toString()))
                .as(errors.toString())
                .isZero();
        assertThat(tables.resolve("time.csv")).content().isEqualTo("runtime,2\ndemo,130.0\n");
        assertThat(tables.resolve("cpu.csv")).content().isEqualTo("runtime,2\ndemo,140.0\n");
        assertThat(report).content().contains("makespan_seconds");
    }

    @Test
    void saysWhatAFolderLacks() {
        assertThat(run("rund", "--from", folder.toString(), "--tables", folder.toString()))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("no raw data of RunD's at");
        assertThat(run("rund")).isEqualTo(2);
    }
}
