package io.krater.k8s;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The testbed's command, for faults that a cluster does not have of itself; tests without it are skipped. */
final class Testbed {
    private final Path command;

    private Testbed(Path command) {
        this.command = command;
    }

    static Testbed needed() {
        String named = System.getenv("KRATER_TESTBED");
        assumeTrue(
                named != null && Files.isExecutable(Path.of(named)), "needs the testbed's command in KRATER_TESTBED");
        return new Testbed(Path.of(named));
    }

    /** Breaks something, or mends it. */
    void fault(String... words) throws IOException, InterruptedException {
        run("fault", words);
    }

    /** Runs a command on the node, as root. */
    void exec(String... words) throws IOException, InterruptedException {
        run("exec", words);
    }

    private void run(String how, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command.toString(), how));
        all.addAll(List.of(words));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", all) + ": " + said);
        }
    }

    /** A Java program of the tests on the node, in this directory and with this class path. */
    ProcessBuilder onNode(Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of(command.toString(), "exec", "java", "-XX:TieredStopAtLevel=1"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words);
    }
}
