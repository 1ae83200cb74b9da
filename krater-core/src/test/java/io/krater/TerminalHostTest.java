package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A harness in a real pseudo-terminal, as {@code script} makes one: Ctrl-C, and two writers on one line. */
@Tag("host")
class TerminalHostTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CTRL_C = 3;

    @TempDir
    Path folder;

    private final StringBuilder seen = new StringBuilder();
    private Optional<Process> terminal = Optional.empty();

    @BeforeEach
    void needsScript() {
        assumeTrue(Files.isExecutable(SCRIPT), "no script (bsdutils) to make a pseudo-terminal with");
    }

    @AfterEach
    void end() {
        terminal.ifPresent(Process::destroyForcibly);
    }

    private Process start(String kind, int columns, String trial, String pause) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "stty cols " + columns + " rows 24; exec " + java + " -cp '"
                + System.getProperty("java.class.path") + "' io.krater.InterruptedHarness " + folder + " " + trial
                + " " + pause;
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "-qefc", command, "/dev/null");
        builder.environment().put("TERM", kind);
        builder.environment().put("NO_COLOR", "1");
        Process process = builder.redirectErrorStream(true).start();
        terminal = Optional.of(process);
        Thread reader = new Thread(() -> read(process.getInputStream()));
        reader.setDaemon(true);
        reader.start();
        return process;
    }

    private void read(InputStream output) {
        byte[] bytes = new byte[4096];
        try {
            for (int length = output.read(bytes); length >= 0; length = output.read(bytes)) {
                synchronized (seen) {
                    seen.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
                    seen.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String await(Predicate<String> condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (seen) {
            while (!condition.test(seen.toString()) && System.nanoTime() < end) {
                seen.wait(100);
            }
            assertThat(seen.toString())
                    .satisfies(text -> assertThat(condition.test(text)).as(text).isTrue());
            return seen.toString();
        }
    }

    private static void pressCtrlC(Process process) throws IOException {
        process.getOutputStream().write(CTRL_C);
        process.getOutputStream().flush();
    }

    @Test
    void ctrlCInATrialCleansUpAndSaysHowToGoOn() throws Exception {
        Process process = start("xterm", 80, "3", "0");
        await(text -> text.contains(" 1/4 ")); // JLine took the signal 1.4 s after the bar had begun
        pressCtrlC(process);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(seen.toString()).isEqualTo(130);
        await(text -> text.contains("run the same suite into the same folder to go on"));
    }

    @Test
    void ctrlCInAPauseEndsAtOnceAndPreparesNothingMore() throws Exception {
        Process process = start("dumb", 80, "0.1", "60");
        String before = await(text -> text.contains("[1/4]"));
        assertThat(before)
                .as("a dumb terminal gets plain lines")
                .doesNotContain("\033")
                .doesNotContain("\r[");
        long pressed = System.nanoTime();
        pressCtrlC(process);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - pressed)).isLessThan(Duration.ofSeconds(20));
        assertThat(process.exitValue()).isEqualTo(130);
        String all = await(text -> text.contains("interrupted: 1 of 4"));
        assertThat(all).doesNotContain("did not end").doesNotContain("[2/4]");
    }

    @Test
    void aLineAboveTheBarIsWholeAndTheBarFitsANarrowWindow() throws Exception {
        Process process = start("xterm", 40, "0.9", "0");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String all = await(text -> text.contains("4 of 4 trials failed"));
        String[] lines = all.split("[\r\n]+", -1);
        assertThat(lines)
                .filteredOn(line -> line.contains("FAILED"))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.replace("\033[K", ""))
                        .startsWith("[")
                        .contains("exit code 3")
                        .doesNotContain("trials "));
        assertThat(lines)
                .filteredOn(line -> line.contains("\033[?7l"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(
                                line.replaceAll("\033\\[[?0-9]*[a-zA-Z]", "").length())
                        .isLessThan(40));
        assertThat(all).as("no colours").doesNotContainPattern("\033\\[[0-9;]*m");
    }
}
