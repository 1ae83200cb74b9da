package io.krater.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LifecycleTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void writeStudy() throws IOException {
        Files.writeString(folder.resolve("simulations.csv"), "_id,sim_id,platform\na1,1000,K8s\n");
        Files.writeString(folder.resolve("events.csv"), """
                simulation_id,event_type,timestamp
                a1,EventType.START_SIMULATION,1700000000.25
                a1,EventType.START_KNS_PLATFORM,1700000060.75
                a1,EventType.FINISHED_START_KNS_PLATFORM,1700000072.5
                """);
    }

    private int run(String... words) {
        CommandLine line = Examples.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(words);
    }

    @Test
    void writesTheStudysTablesAndAReport() {
        Path tables = folder.resolve("out");
        assertThat(run(
                        "lifecycle",
                        "--from",
                        folder.toString(),
                        "--tables",
                        tables.toString(),
                        "--report",
                        tables.resolve("report.html").toString()))
                .as(errors.toString())
                .isZero();
        assertThat(tables.resolve("phases.csv"))
                .content()
                .endsWith("K8s,1000,System idle 1,60.5\nK8s,1000,Start master,11.75\n");
        assertThat(tables)
                .isDirectoryContaining("glob:**simulation-events.csv")
                .isDirectoryContaining("glob:**phases-by-platform.csv")
                .isDirectoryContaining("glob:**summary-cpu.csv")
                .isDirectoryContaining("glob:**summary-ram.csv")
                .isDirectoryContaining("glob:**summary-disk.csv")
                .isDirectoryContaining("glob:**report.html");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertThat(run("lifecycle", "--from", folder.resolve("nowhere").toString()))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("is no folder");
        assertThat(run("lifecycle", "--from", folder.toString(), "--ram-total", "much"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--ram-total must be like 3936 or h12=3936, was \"much\"");
        Files.writeString(folder.resolve("events.csv"), "simulation_id,event_type,timestamp\na1,X,soon\n");
        assertThat(run("lifecycle", "--from", folder.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("events.csv, line 2: timestamp must be seconds since 1970 UTC");
    }
}
