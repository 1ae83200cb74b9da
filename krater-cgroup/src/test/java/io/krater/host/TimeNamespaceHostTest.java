package io.krater.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes in two time namespaces, each of which judges the other. */
@Tag("host")
class TimeNamespaceHostTest {
    private static final List<String> SHIFTED = List.of("unshare", "--time", "--boottime", "100000", "--fork");

    @Test
    void neitherTakesTheOtherForDead() throws Exception {
        assumeTrue(canShift(), "needs root and time namespaces (unshare --time); skipped");
        ProcessIdentity self = ProcessIdentity.self();
        List<String> command = new ArrayList<>(SHIFTED);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                self.name("x", "y")));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("gone: false");
            ProcessIdentity other = ProcessIdentity.ofName("x", said.readLine()).orElseThrow();
            assertThat(other.namespace()).isEqualTo(self.namespace());
            assertThat(other.isGone(self)).isFalse();
            process.getOutputStream().close();
            assertThat(said.readLine()).isNull();
            process.waitFor();
            assertThat(other.isGone(self)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean canShift() throws InterruptedException {
        List<String> command = new ArrayList<>(SHIFTED);
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** Says whether the process of that name is gone and what its own name would be, and waits for the end of its input. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException {
            ProcessIdentity self = ProcessIdentity.self();
            System.out.println("gone: "
                    + ProcessIdentity.ofName("x", arguments[0]).orElseThrow().isGone(self));
            System.out.println(self.name("x", "y"));
            while (System.in.read() >= 0) {
                // until the test lets go
            }
        }
    }
}
