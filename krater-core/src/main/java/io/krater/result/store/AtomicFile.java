package io.krater.result.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes files that are there whole or not at all: under a temporary name in the same folder, synced, renamed, and the
 * folder synced.
 */
public final class AtomicFile {
    private static final String TEMPORARY_SUFFIX = ".tmp";

    private static final Pattern STAGED = Pattern.compile("\\.(suite|[1-9][0-9]{0,8})\\.json\\.tmp");
    private static final Pattern REPLACING = Pattern.compile("\\.krater-([0-9]{1,10})-[0-9]{1,10}\\.tmp");
    private static final Path SELF = Path.of("/proc/self");
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
     * a loss of power once this returns. A pipe, a device, or a link of one's own is written to; a link that another user put
     * there is replaced.
     */
    public static void write(Disk disk, Path file, Content content) throws IOException {
        if (Files.exists(file)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !(Files.isSymbolicLink(file) && isForeign(file))) {
            // a rename would put a file in its place
            try (Disk.Sink sink = disk.open(file)) {
                pour(content, sink);
            }
            return;
        }
        replace(disk, file, content);
    }

    /** The same, but whatever stands there is replaced: for files of a folder of results, which nobody names. */
    public static void replace(Disk disk, Path file, Content content) throws IOException {
        String own = ".krater-" + ProcessHandle.current().pid() + "-" + WRITTEN.incrementAndGet() + TEMPORARY_SUFFIX;
        Path temporary = stageAs(disk, file.resolveSibling(own), content, true);
        try {
            disk.move(temporary, file);
        } catch (IOException failed) {
            remove(disk, temporary, failed);
            throw failed;
        }
        disk.syncDirectory(directoryOf(file));
    }

    /** Whether somebody else owns it who is not root. */
    static boolean isForeign(Path link) throws IOException {
        if (!Files.exists(SELF)
                || !link.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return false;
        }
        Object owner = Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return !owner.equals(0) && !owner.equals(Files.getAttribute(SELF, "unix:uid"));
    }

    /**
     * Whether a name is one that {@link #stage} or {@link #replace} gives, and so was left by a kill: {@code .suite.json.tmp},
     * {@code .7.json.tmp}, {@code .krater-4711-3.tmp}, the latter not where that process lives.
     */
    static boolean isLeftover(String name) {
        if (STAGED.matcher(name).matches()) {
            return true;
        }
        Matcher replacing = REPLACING.matcher(name);
        return replacing.matches()
                && ProcessHandle.of(Long.parseLong(replacing.group(1))).isEmpty();
    }

    /** Prepares a file under a temporary name; a rename gives it its own. */
    static Path stage(Disk disk, Path file, Content content, boolean durable) throws IOException {
        return stageAs(disk, file.resolveSibling("." + file.getFileName() + TEMPORARY_SUFFIX), content, durable);
    }

    private static Path stageAs(Disk disk, Path temporary, Content content, boolean durable) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    fill(disk, temporary, content, durable);
                    return temporary;
                } catch (ClosedByInterruptException again) {
                    interrupted |= Thread.interrupted(); // taken note of, and set again below
                }
            }
        } catch (IOException | RuntimeException failed) {
            remove(disk, temporary, failed);
            throw failed;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void remove(Disk disk, Path temporary, Exception failed) {
        try {
            disk.delete(temporary);
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    private static void fill(Disk disk, Path file, Content content, boolean durable) throws IOException {
        try (Disk.Sink sink = disk.create(file)) {
            pour(content, sink);
            if (durable) {
                sink.sync();
            }
        }
    }

    private static void pour(Content content, Disk.Sink sink) throws IOException {
        OutputStream buffered = new BufferedOutputStream(sink, BUFFER);
        content.writeTo(buffered);
        buffered.flush();
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
