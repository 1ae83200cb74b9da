package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cgroup with all below it: what is in it, its end and its removal. Thread-safe: the state is the kernel's. */
final class CgroupTree {
    private static final long FIRST_PAUSE_NANOS = 500_000;
    private static final long LONGEST_PAUSE_NANOS = 50_000_000;
    /** With the pauses above a little over 5 s: a process that is not gone by then hangs in the kernel. */
    private static final int ATTEMPTS = 110;

    /** Nothing of a longer name can be opened (PATH_MAX, less the name of a file in it). */
    private static final int LONGEST_PATH = 4096 - 64;

    private final Path directory;
    private final Pause pause;

    CgroupTree(Path directory, Pause pause) {
        this.directory = directory;
        this.pause = pause;
    }

    /**
     * Whether a live process is in the tree, by {@code cgroup.events}; empty if the cgroup is gone. A cgroup that is there and
     * cannot be read may hold one.
     */
    Optional<Boolean> populated() {
        Optional<String> events;
        try {
            events = KernelFile.ifThere(directory.resolve("cgroup.events"));
        } catch (IOException refused) {
            return Optional.of(Files.exists(directory));
        }
        return events.flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("populated "))
                        .findFirst())
                .map(line -> line.endsWith(" 1"));
    }

    /** The cgroups of the tree whose names are short enough to be asked for, children before parents. */
    List<Path> depthFirst() throws IOException {
        List<Path> found = new ArrayList<>();
        collect(directory, found);
        return found;
    }

    private static void collect(Path cgroup, List<Path> found) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(cgroup, Files::isDirectory)) {
            for (Path child : children) {
                collect(child, found);
            }
            found.add(cgroup);
        } catch (NoSuchFileException e) {
            return; // removed by someone else in between
        } catch (FileSystemException e) {
            if (cgroup.toString().length() < LONGEST_PATH) {
                throw e;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Ids of the processes directly in a cgroup; none if the cgroup is gone. */
    static List<Long> processes(Path cgroup) throws IOException {
        try {
            return KernelFile.read(cgroup.resolve("cgroup.procs"))
                    .lines()
                    .flatMap(line -> KernelFile.parseNumber(line).stream())
                    .toList();
        } catch (IOException e) {
            if (Files.notExists(cgroup)) {
                return List.of();
            }
            throw e;
        }
    }

    /** Ids of all processes of the tree. */
    List<Long> allProcesses() throws IOException {
        List<Long> all = new ArrayList<>();
        for (Path cgroup : depthFirst()) {
            all.addAll(processes(cgroup));
        }
        return all;
    }

    /**
     * Sends SIGKILL to every process of the tree; a fork cannot escape it. Since Linux 5.14 the kernel does it in one
     * step ({@code cgroup.kill}).
     *
     * @throws IOException if the kernel refuses, or if this process itself is in the tree
     */
    void kill() throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        long self = ProcessHandle.current().pid();
        if (allProcesses().contains(self)) {
            throw new IOException("will not kill this process itself, which is in " + directory);
        }
        Path kill = directory.resolve("cgroup.kill");
        if (Files.exists(kill)) {
            ifPresent(kill, "1");
        } else {
            killOneByOne();
        }
    }

    /** Freezes the tree, so that nothing forks meanwhile, and kills until nothing is left. */
    void killOneByOne() throws IOException {
        Path freeze = directory.resolve("cgroup.freeze");
        boolean canFreeze = Files.exists(freeze);
        if (canFreeze) {
            ifPresent(freeze, "1");
        }
        try {
            long wait = FIRST_PAUSE_NANOS;
            for (int attempt = 0; attempt < ATTEMPTS && populated().orElse(false); attempt++) {
                for (long pid : allProcesses()) {
                    // a frozen process dies of SIGKILL all the same; one that is gone already is no error
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                }
                pause.nanos(wait);
                wait = Math.min(2 * wait, LONGEST_PAUSE_NANOS);
            }
        } finally {
            if (canFreeze) {
                ifPresent(freeze, "0");
            }
        }
    }

    /** Writes, unless the cgroup has been removed meanwhile. */
    private void ifPresent(Path file, String value) throws IOException {
        try {
            KernelFile.write(file, value);
        } catch (IOException e) {
            if (Files.exists(directory)) {
                throw e;
            }
        }
    }

    /**
     * Removes the tree, children first. A cgroup stays busy for a moment after its last process was killed, so this
     * tries again for about 5 s.
     *
     * @throws IOException if it is still there then, with what still is in it
     */
    void remove() throws IOException {
        long wait = FIRST_PAUSE_NANOS;
        for (int attempt = 1; ; attempt++) {
            try {
                DeepTree.removeBelow(directory);
                Files.deleteIfExists(directory);
                return;
            } catch (FileSystemException e) {
                if (attempt == ATTEMPTS || e instanceof java.nio.file.AccessDeniedException) {
                    throw new IOException("cannot remove " + directory + contents() + ": " + KernelFile.reason(e), e);
                }
            }
            pause.nanos(wait);
            wait = Math.min(2 * wait, LONGEST_PAUSE_NANOS);
        }
    }

    private String contents() {
        try {
            List<Long> pids = allProcesses();
            return pids.isEmpty() ? "" : ", which still holds processes " + pids;
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }
}
