package io.krater.launch.spawn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Named pipes in a folder that only this user can enter, made many at a time. Each is used once, and its name removed when
 * both ends are open. Thread-safe.
 */
final class Fifos implements AutoCloseable {
    private static final int AT_ONCE = 96;
    private static final int SECONDS = 30;

    private final Path folder;
    private final String mkfifo;
    private final Deque<Path> unused = new ArrayDeque<>();
    private int made;

    private Fifos(Path folder, String mkfifo) {
        this.folder = folder;
        this.mkfifo = mkfifo;
    }

    /** Pipes in a new folder whose name begins with this. */
    static Fifos create(String name) throws IOException {
        String mkfifo = Tools.find("mkfifo")
                .orElseThrow(() -> new IOException("there is no mkfifo on this machine; install coreutils"));
        IOException last = new IOException("no folder for named pipes");
        for (Path base : bases()) {
            try {
                var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
                return new Fifos(Files.createTempDirectory(base, name + ".", mine), mkfifo);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException(
                "no folder for named pipes can be made in any of " + bases() + ": " + last.getMessage()
                        + "; name one that can be written with -Djava.io.tmpdir=...",
                last);
    }

    /** Where such folders are made: in memory where that is there, for a pipe's name then costs its writer no disk. */
    static List<Path> bases() {
        return List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    Path folder() {
        return folder;
    }

    /** A pipe that nobody has used. */
    synchronized Path take() throws IOException {
        if (unused.isEmpty()) {
            make();
        }
        return unused.removeFirst();
    }

    private void make() throws IOException {
        List<Path> more = new ArrayList<>();
        List<String> line = new ArrayList<>(List.of(mkfifo, "-m", "600", "--"));
        for (int i = 0; i < AT_ONCE; i++) {
            more.add(folder.resolve(Integer.toString(++made)));
            line.add(more.get(i).toString());
        }
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said;
        try (InputStream output = process.getInputStream()) {
            said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        if (!ended(process) || process.exitValue() != 0) {
            throw new IOException("named pipes cannot be made in " + folder + ": " + said);
        }
        unused.addAll(more);
    }

    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while named pipes were made", e);
        }
    }

    @Override
    public void close() throws IOException {
        remove(folder);
    }

    /** Removes a folder of pipes with all that is in it; follows no link. */
    static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Files.deleteIfExists(entry);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.deleteIfExists(folder);
    }
}
