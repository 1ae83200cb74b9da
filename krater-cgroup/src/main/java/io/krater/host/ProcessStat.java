package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A line of {@code /proc/<pid>/stat} (proc_pid_stat(5)): {@code 4711 (a name) S 1 ...}. The name is the program's
 * own choice and may hold spaces and parentheses, so it ends at the line's last closing parenthesis.
 *
 * @param pid process id
 * @param name name of the program, at most 15 bytes
 * @param state {@code R} running, {@code S} sleeping, {@code Z} zombie ...
 * @param parent process id of the parent
 * @param minorFaults page faults without I/O, of the process alone
 * @param majorFaults page faults with I/O, of the process alone
 * @param userTicks CPU time in user mode, in clock ticks
 * @param systemTicks CPU time in kernel mode, in clock ticks
 * @param threads number of threads
 * @param startTicks start, in clock ticks since boot
 * @param residentPages resident memory in pages; inexact, see {@code smaps_rollup}
 */
public record ProcessStat(
        long pid,
        String name,
        char state,
        long parent,
        long minorFaults,
        long majorFaults,
        long userTicks,
        long systemTicks,
        long threads,
        long startTicks,
        long residentPages) {
    private static final Path PROC = Path.of("/proc");
    /** Fields after the name up to and with rss, the 24th of the line. */
    private static final int FIELDS = 22;

    /**
     * Reads a process's line.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such process
     * @throws IOException if it cannot be read or is not of this form
     */
    public static ProcessStat of(long pid) throws IOException {
        return read(PROC.resolve(Long.toString(pid)));
    }

    /** Reads the line of the process in a directory such as {@code /proc/self}. */
    public static ProcessStat read(Path process) throws IOException {
        Path file = process.resolve("stat");
        return parse(KernelFile.read(file)).orElseThrow(() -> new IOException("not a process's stat: " + file));
    }

    /** Parses a line, or gives empty if it is not of this form. */
    public static Optional<ProcessStat> parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 1 || close < open) {
            return Optional.empty();
        }
        String[] after = line.substring(close + 1).strip().split(" ", -1);
        if (after.length < FIELDS || after[0].length() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessStat(
                    Long.parseLong(line.substring(0, open).strip()),
                    line.substring(open + 1, close),
                    after[0].charAt(0),
                    Long.parseLong(after[1]),
                    Long.parseLong(after[7]),
                    Long.parseLong(after[9]),
                    Long.parseLong(after[11]),
                    Long.parseLong(after[12]),
                    Long.parseLong(after[17]),
                    Long.parseLong(after[19]),
                    Long.parseLong(after[21])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the process has ended and only waits to be reaped. */
    public boolean isDead() {
        return state == 'Z' || state == 'X' || state == 'x';
    }
}
