package io.krater.launch.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldCommandTest {
    private static final Variables NONE = new Variables(Map.of(), List.of(), Map.of());

    private final HeldCommand bare = new HeldCommand(Optional.empty(), Optional.empty(), Optional.of("/usr/bin/env"));

    private static Process start(List<String> line) throws IOException {
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    /** What comes first: that it waits, and its process id. */
    private static void awaitHeld(Process process) throws IOException {
        assertThat(process.getInputStream().read()).isEqualTo(HeldCommand.READY);
        StringBuilder pid = new StringBuilder();
        for (int next = process.getInputStream().read();
                next != '\n';
                next = process.getInputStream().read()) {
            pid.append((char) next);
        }
        assertThat(pid).hasToString(Long.toString(process.pid()));
    }

    private static String rest(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void saysThatItWaitsAndGoesOnWhenReleased() throws Exception {
        Process process = start(bare.becoming(
                List.of("/bin/sh", "-c", "echo \"$0|$1|$2\"", "a b", "c'\"$x", ""), Optional.empty(), NONE));
        awaitHeld(process);
        process.getOutputStream().write(HeldCommand.RELEASE);
        process.getOutputStream().close();
        assertThat(rest(process)).isEqualTo("a b|c'\"$x|\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void neverBeginsWhenItsHolderHasDied() throws Exception {
        Process process = start(bare.becoming(List.of("/bin/echo", "begun"), Optional.empty(), NONE));
        process.getOutputStream().close();
        awaitHeld(process);
        assertThat(rest(process)).isEmpty();
        assertThat(process.waitFor()).isNotZero();
    }

    @Test
    void givesTheProgramAnEmptyInputAndNoVariableOfItsOwn() throws Exception {
        Process process = start(bare.becoming(List.of("/bin/sh", "-c", "cat; env"), Optional.empty(), NONE));
        process.getOutputStream().write("\nmore\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(rest(process))
                .doesNotContain("more")
                .doesNotContain("krater_line")
                .contains("PATH=");
    }

    @Test
    void keepsTheProcessId() throws Exception {
        Process process = start(bare.becoming(List.of("/bin/sh", "-c", "echo $$"), Optional.empty(), NONE));
        awaitHeld(process);
        process.getOutputStream().write(HeldCommand.RELEASE);
        process.getOutputStream().close();
        assertThat(rest(process).strip()).isEqualTo(Long.toString(process.pid()));
    }

    @Test
    void whatTheShellSaysIsRecognised() throws Exception {
        Process process = start(bare.becoming(List.of("/no/such/program"), Optional.empty(), NONE));
        awaitHeld(process);
        process.getOutputStream().write(HeldCommand.RELEASE);
        process.getOutputStream().close();
        assertThat(HeldCommand.shellMessage(rest(process).strip()).orElseThrow())
                .contains("/no/such/program");
        assertThat(process.waitFor()).isEqualTo(HeldCommand.NOT_FOUND);
    }

    @Test
    void messagesOfOtherShellsAreRecognisedToo() {
        assertThat(HeldCommand.shellMessage("krater: line 1: /x: No such file or directory"))
                .contains("/x: No such file or directory");
        assertThat(HeldCommand.shellMessage("krater: 1: exec: /x: not found")).contains("/x: not found");
        assertThat(HeldCommand.shellMessage("/usr/bin/env: ‘/x’: Permission denied"))
                .contains("‘/x’: Permission denied");
        assertThat(HeldCommand.shellMessage("krater: hello")).isEmpty();
        assertThat(HeldCommand.shellMessage("sh: 1: x: not found")).isEmpty();
    }

    @Test
    void usesTheToolsThatAreThere() {
        HeldCommand all = new HeldCommand(Optional.of("/bin/setsid"), Optional.of("/bin/taskset"), Optional.empty());
        assertThat(all.becoming(List.of("p"), Optional.of("0-1"), NONE))
                .startsWith("/bin/setsid", "/bin/taskset", "-c", "0-1", "/bin/sh", "-c")
                .endsWith("p");
        assertThat(all.becoming(List.of("p"), Optional.empty(), NONE)).startsWith("/bin/setsid", "/bin/sh");
        assertThat(bare.becoming(List.of("p"), Optional.of("0-1"), NONE)).startsWith("/bin/sh");
    }
}
