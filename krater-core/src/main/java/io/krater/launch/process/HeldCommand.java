package io.krater.launch.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command line that starts a program held: a small {@code /bin/sh} says {@link #READY}, waits for a line on its
 * standard input, and then becomes the program by {@code exec}, keeping its process id. While it waits it is put into its
 * cgroup and the sampler is attached, so the program is inside from its first instruction and the shell's own start is
 * before the baseline.
 *
 * <p>If the input ends without a line, because whoever held the program has died, the program never begins. The shell
 * runs in a session of its own where {@code setsid} is there, so that Ctrl-C in a terminal reaches the harness alone,
 * which then ends its trials in good order.
 */
final class HeldCommand {
    /** First byte of output once the shell waits; a message of a shell that failed begins otherwise. */
    static final int READY = '\n';

    /** What lets a held program go: to be written to its standard input. */
    static final byte[] RELEASE = {'\n'};

    /** The shell could not execute the program: POSIX has 126 for "not executable" and 127 for "not found". */
    static final int NOT_EXECUTABLE = 126;

    static final int NOT_FOUND = 127;

    private static final String SHELL = "/bin/sh";
    private static final String NAME = "krater";
    // no named variable is left to the program, and its input is empty, as under a container runtime
    private static final String HOLD = "echo; IFS= read -r krater_line || exit 125; unset krater_line; ";
    private static final String BECOME = HOLD + "exec \"$@\" </dev/null";
    private static final String WAIT_FOR =
            HOLD + "\"$@\" </dev/null 2>&1; krater_line=$?; times >&2; exit $krater_line";

    /** How shells begin a message: {@code krater: 1: exec: ...} (dash), {@code krater: line 1: ...} (bash). */
    private static final Pattern SHELL_MESSAGE = Pattern.compile("^" + NAME + ": (?:line )?\\d+: (?:exec: )?(.*)$");

    private final Optional<String> setsid;
    private final Optional<String> taskset;

    /**
     * With these tools, as far as the machine has them.
     *
     * @param setsid path of {@code setsid}
     * @param taskset path of {@code taskset}, for programs that are to be bound to cores
     */
    HeldCommand(Optional<String> setsid, Optional<String> taskset) {
        this.setsid = setsid;
        this.taskset = taskset;
    }

    /** Whether a program gets a session of its own. */
    boolean ownSession() {
        return setsid.isPresent();
    }

    /** Whether a program can be bound to cores. */
    boolean canBind() {
        return taskset.isPresent();
    }

    /**
     * The command line of a program that the shell becomes. Both its streams are one, so its errors must go to its output.
     *
     * @param command program and arguments
     * @param cores cores to bind to, in the kernel's list format; empty for no binding
     */
    List<String> becoming(List<String> command, Optional<String> cores) {
        return line(BECOME, command, cores);
    }

    /**
     * The command line of a program that the shell starts and waits for, to say on its own standard error, which the
     * program does not share, what CPU time it used: see {@link CpuTimes}. It ends as the program does.
     */
    List<String> waitingFor(List<String> command, Optional<String> cores) {
        return line(WAIT_FOR, command, cores);
    }

    private List<String> line(String script, List<String> command, Optional<String> cores) {
        List<String> line = new ArrayList<>();
        setsid.ifPresent(line::add);
        if (cores.isPresent() && taskset.isPresent()) {
            line.addAll(List.of(taskset.get(), "-c", cores.get()));
        }
        line.addAll(List.of(SHELL, "-c", script, NAME));
        line.addAll(command);
        return line;
    }

    /** What the shell said about a program that it could not execute; empty if a line is not the shell's. */
    static Optional<String> shellMessage(String line) {
        var matcher = SHELL_MESSAGE.matcher(line);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
