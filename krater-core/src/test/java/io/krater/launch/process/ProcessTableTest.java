package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    @TempDir
    Path proc;

    private ProcessTable table;

    @BeforeEach
    void table() {
        table = new ProcessTable(proc);
    }

    private void process(long pid, String name, String state, long session, long start, String environment)
            throws IOException {
        Path process = Files.createDirectory(proc.resolve(Long.toString(pid)));
        // proc_pid_stat(5): pid, name, state, parent, group, session ... start is the 22nd
        String line = pid + " (" + name + ") " + state + " 1 7 " + session + " 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 " + start
                + " 100 100\n";
        Files.writeString(process.resolve("stat"), line);
        Files.writeString(process.resolve("environ"), environment);
    }

    @Test
    void readsAProcessWhateverItsName() throws Exception {
        process(42, "a) R (b", "S", 40, 777, "");
        assertThat(table.entry(42)).contains(new ProcessTable.Entry(42, 40, "a) R (b", 777));
    }

    @Test
    void zombiesAreNotAlive() throws Exception {
        process(1, "init", "S", 1, 0, "");
        process(42, "gone", "Z", 40, 777, "");
        assertThat(table.entry(42)).isEmpty();
        assertThat(table.live(entry -> true))
                .extracting(ProcessTable.Entry::pid)
                .containsExactly(1L);
    }

    @Test
    void aProcessThatEndsMeanwhileIsNotThere() throws Exception {
        Files.createDirectory(proc.resolve("43"));
        Files.createDirectory(proc.resolve("self"));
        assertThat(table.live(entry -> true)).isEmpty();
        assertThat(table.entry(99)).isEmpty();
    }

    @Test
    void readsAVariable() throws Exception {
        process(42, "p", "S", 1, 1, "A=1\0XMARK=no\0MARK=the value\0B=2\0");
        assertThat(table.variable(42, "MARK")).contains("the value");
        assertThat(table.variable(42, "A")).contains("1");
        assertThat(table.variable(42, "B")).contains("2");
        assertThat(table.variable(42, "ARK")).isEmpty();
        assertThat(table.variable(99, "A")).isEmpty();
    }

    @Test
    void damagedLinesAreNoProcesses() throws Exception {
        process(42, "p", "S", 1, 1, "");
        for (String line : new String[] {"", "42", "42 (p", "42 (p) S 1", ") (", "42 (p) S"}) {
            Files.writeString(proc.resolve("42/stat"), line);
            assertThat(table.entry(42)).as(line).isEmpty();
        }
    }
}
