package io.krater.result.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes files that are there whole or not at all: under a temporary name in the same folder, synced, renamed, and the
 * folder synced.
 */
public final class AtomicFile {
    /** Marks names that a kill may leave behind. */
    static final String TEMPORARY_SUFFIX = ".tmp";

    private static final int BUFFER = 1 << 16;

    private AtomicFile() {}

    /** What a file will hold. */
    public interface Content {
        /** Writes it; the stream is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file that survives a loss of power once this returns. */
    static void writeDurably(Disk disk, Path file, Content content) throws IOException {
        write(disk, file, content, true);
    }

    /** Writes a file that can be made again from others: whole or absent after a kill, not after a loss of power. */
    public static void write(Disk disk, Path file, Content content) throws IOException {
        write(disk, file, content, false);
    }

    /** Prepares a file under a temporary name; a rename gives it its own. */
    static Path stage(Disk disk, Path file, Content content, boolean durable) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + TEMPORARY_SUFFIX);
        try {
            fill(disk, temporary, content, durable);
            return temporary;
        } catch (IOException failed) {
            try {
                disk.delete(temporary);
            } catch (IOException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
    }

    private static void fill(Disk disk, Path file, Content content, boolean durable) throws IOException {
        try (Disk.Sink sink = disk.create(file)) {
            OutputStream buffered = new BufferedOutputStream(sink, BUFFER);
            content.writeTo(buffered);
            buffered.flush();
            if (durable) {
                sink.sync();
            }
        }
    }

    private static void write(Disk disk, Path file, Content content, boolean durable) throws IOException {
        if (!durable && Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            // a pipe, a device or a link to one; a rename would put a file in its place
            fill(disk, file, content, false);
            return;
        }
        disk.move(stage(disk, file, content, durable), file);
        if (durable) {
            disk.syncDirectory(directoryOf(file));
        }
    }

    /** Creates a folder and those above it, each durable in the one above. */
    public static void createDirectories(Disk disk, Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (@Nullable Path at = directory.toAbsolutePath();
                at != null && !Files.isDirectory(at);
                at = at.getParent()) {
            missing.push(at);
        }
        for (Path next : missing) {
            disk.createDirectory(next);
            disk.syncDirectory(directoryOf(next));
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a file needs a folder, was " + file);
        }
        return parent;
    }
}
