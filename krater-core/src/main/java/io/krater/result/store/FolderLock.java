package io.krater.result.store;

import io.krater.result.model.ResultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second run out of a results folder. The lock is the operating system's: it ends with the process that holds
 * it, however that ends. The file's text says who holds it.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    /**
     * Folders locked by this process. Asked before the file is opened: closing any channel of a file gives up all locks
     * that the process has on it (POSIX fcntl), the first holder's too.
     */
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder that exists.
     *
     * @param holder who takes it, for those who come second
     * @throws ResultException if somebody else has it
     */
    static FolderLock take(Path directory, String holder) throws IOException {
        Path folder = directory.toRealPath();
        String other = HELD.putIfAbsent(folder, holder);
        if (other != null) {
            throw refused(directory, other + ", this very process", null);
        }
        boolean taken = false;
        try {
            FolderLock lock = lock(directory, folder, holder);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(folder);
            }
        }
    }

    private static FolderLock lock(Path directory, Path folder, String holder) throws IOException {
        Path file = folder.resolve(NAME);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            // held through another class loader; the channel stays open, since closing it would end that lock
            throw refused(directory, Files.readString(file), sameProcess);
        } catch (IOException unsupported) {
            channel.close();
            throw unsupported;
        }
        if (lock == null) {
            String text = Files.readString(file).strip();
            channel.close();
            throw refused(directory, text.isEmpty() ? "another process" : text, null);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)));
        return new FolderLock(folder, channel);
    }

    private static ResultException refused(Path directory, String holder, @Nullable Throwable cause) {
        return new ResultException(
                "results folder " + directory + " is in use by " + holder
                        + "; wait until that run ends, end it, or give this one another folder or suite name",
                cause);
    }

    /** Gives the lock up. The file stays: removing it could take away the lock of one who came in between. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(folder);
        }
    }
}
