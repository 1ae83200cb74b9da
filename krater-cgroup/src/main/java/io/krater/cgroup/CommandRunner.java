package io.krater.cgroup;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a small system command to its end; injected so that tests need none. */
@FunctionalInterface
interface CommandRunner {
    /** How a command ended: its exit code, and standard output and error together. */
    record Ended(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a command with additional environment variables.
     *
     * @throws IOException if it cannot be started or does not end
     */
    Ended run(List<String> command, Map<String, String> environment) throws IOException;

    /** Real processes, killed where they do not end within the given time. Their output must be small. */
    static CommandRunner processes(long timeoutSeconds) {
        return (command, environment) -> {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                // less than a pipe holds is printed, so waiting before reading cannot block the command
                if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                    throw new IOException(command.get(0) + " did not end within " + timeoutSeconds + " s");
                }
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Ended(process.exitValue(), output.strip());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + command.get(0) + " ran", e);
            } finally {
                process.destroyForcibly();
            }
        };
    }
}
