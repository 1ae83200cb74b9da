package io.krater.experiment.lifecycle;

import io.krater.experiment.lifecycle.StepFailedException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A command that must end with 0. Its output is read to the end and its last {@value #LINES} lines are kept for the case that
 * it fails; one that takes too long is killed with everything that it started.
 */
public final class CommandAction implements StepAction {
    /** Lines that a failure shows. */
    static final int LINES = 20;

    /**
     * Runs the command in a process group of its own, and kills the group when the input ends: a harness that is killed leaves no
     * step running that would undo the next one's teardown. What left the group, as daemons do, stays.
     */
    private static final String GUARD = """
            exec 3<&0
            setsid -- "$@" < /dev/null 3<&- &
            step=$!
            { read -r gone <&3; kill -s KILL -- "-$step" || kill -s KILL "$step"; } > /dev/null 2>&1 &
            watch=$!
            exec 3<&-
            wait "$step"
            code=$?
            kill "$watch" 2> /dev/null
            exit "$code"
            """;

    private static final int LONGEST_LINE = 1_000;
    private static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(15);

    private final List<String> command;
    private final Map<String, String> environment;
    private final Duration deadline;

    private CommandAction(List<String> command, Map<String, String> environment, Duration deadline) {
        this.command = command;
        this.environment = environment;
        this.deadline = deadline;
    }

    /** A program and its arguments, as they are: no shell reads them. By default it has 15 minutes. */
    public static CommandAction of(String... command) {
        if (command.length == 0 || command[0].isBlank()) {
            throw new IllegalArgumentException("a command needs a program, was " + List.of(command));
        }
        return new CommandAction(List.of(command), Map.of(), DEFAULT_DEADLINE);
    }

    /** The same with another time to end in. */
    public CommandAction deadline(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a command's deadline must be above 0, was " + time);
        }
        return new CommandAction(command, environment, time);
    }

    /** The same with one more environment variable. */
    public CommandAction environment(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new CommandAction(command, Map.copyOf(more), deadline);
    }

    @Override
    public String describe() {
        return String.join(" ", command);
    }

    @Override
    public void perform() throws StepFailedException, InterruptedException {
        requireProgram();
        // the guard's input is a pipe that nobody writes to: it ends when this process does, however that ends
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "krater-step"));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException absent) {
            throw new StepFailedException(
                    Kind.NOT_STARTED, "cannot start " + describe() + ": " + absent.getMessage(), absent);
        }
        Deque<String> last = new ArrayDeque<>();
        Thread reader = new Thread(() -> drain(process, last), "krater-step-output");
        reader.setDaemon(true);
        reader.start();
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StepFailedException(
                        Kind.TIMED_OUT, describe() + " did not end within " + deadline.toSeconds() + " s", lines(last));
            }
        } finally {
            if (process.isAlive()) {
                killed(process);
            }
        }
        // a service that it left behind may hold the pipe open: what comes later is not its own
        reader.join(2_000);
        if (process.exitValue() != 0) {
            throw new StepFailedException(
                    Kind.COMMAND_FAILED, describe() + " ended with " + process.exitValue(), lines(last));
        }
    }

    /** The guard would say of a program that is missing only what its shell says. */
    private void requireProgram() throws StepFailedException {
        String program = command.get(0);
        String path = environment.getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
        boolean found = program.contains("/")
                ? Files.isExecutable(Path.of(program)) && !Files.isDirectory(Path.of(program))
                : Arrays.stream(path.split(":", -1))
                        .map(folder -> Path.of(folder, program))
                        .anyMatch(file -> Files.isExecutable(file) && !Files.isDirectory(file));
        if (!found) {
            throw new StepFailedException(
                    Kind.NOT_STARTED,
                    "cannot start " + describe() + ": there is no program " + program + " that may be executed");
        }
    }

    /** Kills it and its descendants and waits until they are gone, so that what comes next finds nothing of this step. */
    private static void killed(Process process) throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(2, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException stays) {
                return; // it sits in the kernel; the step has failed either way
            }
        }
    }

    private static List<String> lines(Deque<String> last) {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    private static void drain(Process process, Deque<String> last) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> {
                synchronized (last) {
                    last.add(line.substring(0, Math.min(LONGEST_LINE, line.length())));
                    if (last.size() > LINES) {
                        last.remove();
                    }
                }
            });
        } catch (IOException | UncheckedIOException killed) {
            synchronized (last) {
                last.add("(the output ends here: " + killed.getMessage() + ")");
            }
        }
    }
}
