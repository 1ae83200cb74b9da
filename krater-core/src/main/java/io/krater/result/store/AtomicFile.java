package io.krater.result.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes files that are there whole or not at all: under a temporary name in the same folder, synced, renamed, and the
 * folder synced.
 */
public final class AtomicFile {
    /** Marks names that a kill may leave behind. */
    static final String TEMPORARY_SUFFIX = ".tmp";

    private static final int BUFFER = 1 << 16;
    private static final AtomicLong WRITTEN = new AtomicLong();

    private AtomicFile() {}

    /** What a file will hold. */
    public interface Content {
        /** Writes it; the stream is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file of a folder that this process alone writes to; it survives a loss of power once this returns. */
    static void writeDurably(Disk disk, Path file, Content content) throws IOException {
        disk.move(stage(disk, file, content, true), file);
        disk.syncDirectory(directoryOf(file));
    }

    /**
     * Writes a file that others may be writing, too, each under a temporary name of its own: the last one stays. It survives
     * a loss of power once this returns. A pipe, a device or a link is written to.
     */
    public static void write(Disk disk, Path file, Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            // a rename would put a file in its place
            fill(disk, file, content, false);
            return;
        }
        String own = "." + ProcessHandle.current().pid() + "-" + WRITTEN.incrementAndGet() + TEMPORARY_SUFFIX;
        disk.move(stageAs(disk, file.resolveSibling(own), content, true), file);
        disk.syncDirectory(directoryOf(file));
    }

    /** Prepares a file under a temporary name; a rename gives it its own. */
    static Path stage(Disk disk, Path file, Content content, boolean durable) throws IOException {
        return stageAs(disk, file.resolveSibling("." + file.getFileName() + TEMPORARY_SUFFIX), content, durable);
    }

    private static Path stageAs(Disk disk, Path temporary, Content content, boolean durable) throws IOException {
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
