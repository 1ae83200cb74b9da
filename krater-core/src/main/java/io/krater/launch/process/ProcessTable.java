package io.krater.launch.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The processes of this machine as {@code /proc} shows them (proc(5)), to find those that belong together where there is
 * no cgroup to say so. Stateless but for the kernel's state.
 */
final class ProcessTable {
    /** Threads of a process whose children are asked for. */
    private static final int MOST_THREADS = 64;

    private static final int STATE = 0;
    private static final int SESSION = 3;
    private static final int START = 19;

    private final Path proc;

    ProcessTable(Path proc) {
        this.proc = proc;
    }

    /** A process: id, session, program name, start in clock ticks since boot. */
    record Entry(long pid, long session, String name, long start) {}

    /** The live processes that satisfy a condition; zombies are not alive. */
    List<Entry> live(Predicate<Entry> condition) throws IOException {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                entry(process).filter(condition).ifPresent(found::add);
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /** The entry of a process, or empty if it has gone or is a zombie. */
    Optional<Entry> entry(long pid) {
        return entry(proc.resolve(Long.toString(pid)));
    }

    /**
     * Processes below one, without itself, the nearest first, at most so many: by {@code task/<tid>/children}, which costs little;
     * none where the kernel has no such file (CONFIG_PROC_CHILDREN).
     */
    List<Long> descendants(long pid, int most) {
        List<Long> found = new ArrayList<>();
        children(pid, found);
        for (int at = 0; at < found.size() && found.size() < most; at++) {
            children(found.get(at), found);
        }
        return found.size() > most ? found.subList(0, most) : found;
    }

    private void children(long pid, List<Long> into) {
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(proc.resolve(Long.toString(pid)).resolve("task"), "[0-9]*")) {
            int looked = 0;
            for (Path thread : threads) {
                if (++looked > MOST_THREADS) {
                    return;
                }
                for (String child : text(thread.resolve("children")).strip().split(" ", -1)) {
                    if (!child.isEmpty()) {
                        into.add(Long.parseLong(child));
                    }
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException gone) {
            return; // ended while it was looked at: then it has no children any more
        }
    }

    private static Optional<Entry> entry(Path process) {
        String line = text(process.resolve("stat"));
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')'); // the name is the program's own choice and may hold anything
        if (open < 1 || close < open) {
            return Optional.empty();
        }
        String[] after = line.substring(close + 1).strip().split(" ", -1);
        if (after.length <= START || after[STATE].equals("Z") || after[STATE].equals("X")) {
            return Optional.empty();
        }
        return Optional.of(new Entry(
                Long.parseLong(line.substring(0, open).strip()),
                Long.parseLong(after[SESSION]),
                line.substring(open + 1, close),
                Long.parseLong(after[START])));
    }

    /**
     * The value that a variable had in the environment with which a process began; empty if it had none, the process has
     * gone, or it belongs to someone else.
     */
    Optional<String> variable(long pid, String name) {
        String environment = '\0' + text(proc.resolve(Long.toString(pid)).resolve("environ"));
        String wanted = '\0' + name + "=";
        int at = environment.indexOf(wanted);
        if (at < 0) {
            return Optional.empty();
        }
        int begin = at + wanted.length();
        int end = environment.indexOf('\0', begin);
        return Optional.of(environment.substring(begin, end < 0 ? environment.length() : end));
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException gone) {
            return ""; // ended while the table was read
        } catch (IOException notOurs) {
            return ""; // ended in between (ESRCH), or another user's: either way none of those looked for
        }
    }
}
