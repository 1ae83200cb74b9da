package io.krater.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a program is started inside a cgroup from its first instruction: through a small {@code /bin/sh} that enters the
 * cgroup itself, waits if it is to be held, and then becomes the program by {@code exec}. The program keeps the shell's
 * process id and gets its arguments exactly as given.
 *
 * <p>A command that cannot be executed ends with the shell's exit code 126 or 127. The shell may add {@code PWD}, and
 * {@code SHLVL} and {@code _} where it is bash, to the program's environment.
 *
 * <p>The shell is in the cgroup only while it waits, so what it costs can be told apart: once {@link #cgroup} lists the
 * process, a sample is the program's baseline.
 *
 * @param cgroup directory of the cgroup to enter; empty to stay where the parent is
 * @param held whether to wait for a line on standard input before the program begins. If the input ends without a line,
 *     because whoever holds the program has died, it never begins
 * @param affinity CPUs to bind to with {@code taskset}, where cpuset cannot do it
 */
public record ProcessEntry(Optional<Path> cgroup, boolean held, Optional<CpuList> affinity) {
    /** Exit code if the program was not started: the cgroup or affinity was refused, or the hold was never released. */
    public static final int NOT_STARTED = 125;

    /** Beginning of the line on standard error that tells {@link #NOT_STARTED} from the program's own exit code. */
    public static final String NOT_STARTED_PREFIX = "krater: not started: ";

    /** What releases a held program: write this to its standard input. */
    public static final String RELEASE = "\n";

    // $1 cgroup.procs or empty, $2 "held" or empty, $3 CPU list or empty; then the command.
    // No named variables (but the one that "read" must have), for they might shadow the program's environment.
    // The affinity comes first: taskset's own process must not be charged to the cgroup.
    // "read" takes its line byte by byte, so what follows on standard input is the program's.
    private static final String SCRIPT = """
            refuse() { echo "%s$1" >&2; exit %d; }
            if [ -n "$3" ]; then taskset -cp "$3" $$ > /dev/null || refuse "taskset $3 failed"; fi
            if [ -n "$1" ]; then echo 0 > "$1" || refuse "cannot enter $1"; fi
            if [ -n "$2" ]; then IFS= read -r __krater_line || refuse "the hold was never released"; fi
            unset __krater_line
            shift 3
            exec "$@"
            """.formatted(NOT_STARTED_PREFIX, NOT_STARTED);

    /** No cgroup, no hold, no affinity: {@link #wrap} gives the command as it is. */
    public static ProcessEntry plain() {
        return new ProcessEntry(Optional.empty(), false, Optional.empty());
    }

    /**
     * The command line that starts the command this way.
     *
     * @throws IllegalArgumentException if the command is empty
     */
    public List<String> wrap(List<String> command) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command must name a program, was empty");
        }
        if (cgroup.isEmpty() && !held && affinity.isEmpty()) {
            return List.copyOf(command);
        }
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "krater"));
        line.add(cgroup.map(path -> path.resolve("cgroup.procs").toString()).orElse(""));
        line.add(held ? "held" : "");
        line.add(affinity.map(CpuList::toString).orElse(""));
        line.addAll(command);
        return List.copyOf(line);
    }
}
