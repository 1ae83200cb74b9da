package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The processes that run now, as {@code /proc} shows them to this user. */
public final class Processes {
    private static final Path PROC = Path.of("/proc");

    private Processes() {}

    /**
     * Ids of the processes in whose command line the pattern is found, ascending; a process that ends meanwhile may be
     * among them or not. Arguments are separated by blanks. Kernel threads have no command line.
     *
     * @throws IOException if {@code /proc} cannot be listed
     */
    public static List<Long> matching(Pattern commandLine) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                Optional<Long> pid = KernelFile.parseNumber(String.valueOf(entry.getFileName()));
                if (pid.isPresent()
                        && commandLine(pid.get())
                                .filter(line -> commandLine.matcher(line).find())
                                .isPresent()) {
                    found.add(pid.get());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(found);
        return found;
    }

    /** A process's command line, arguments separated by blanks; empty for a kernel thread, a zombie, or no process. */
    public static Optional<String> commandLine(long pid) {
        return KernelFile.text(PROC.resolve(Long.toString(pid)).resolve("cmdline"))
                .map(text -> text.replace('\0', ' ').strip())
                .filter(line -> !line.isEmpty());
    }
}
