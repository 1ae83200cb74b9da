package io.krater.result.store;

import io.krater.launch.file.FileKey;
import io.krater.result.model.ResultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second run out of a results folder. The lock is the operating system's: it ends with the process that holds
 * it, however that ends. The file's text says who holds it.
 *
 * <p>Closing any descriptor of a file gives up all locks that the process has on it (POSIX fcntl), whoever opened it. So who in
 * this process holds which folder is kept where all class loaders see it, and {@link #check} looks whether the lock is still there.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    /** Begins the name of a system property for each folder that is locked by this process; its value names the holder. */
    private static final String PROPERTY = "io.krater.locked:";

    private final Path named;
    private final Path folder;
    private final FileChannel channel;
    private final DirectoryStream<Path> held;
    private final FileKey folderKey;
    private final FileKey fileKey;
    private final boolean listed;
    private FileLock lock;

    private FolderLock(
            Path named, Path folder, DirectoryStream<Path> held, FileKey folderKey, FileChannel channel, FileLock lock)
            throws IOException {
        this.named = named;
        this.folder = folder;
        this.held = held;
        this.folderKey = folderKey;
        this.channel = channel;
        this.lock = lock;
        this.fileKey = FileKey.of(folder.resolve(NAME));
        this.listed = LockTable.lists(fileKey);
    }

    /**
     * Takes the lock of a folder that exists.
     *
     * @param holder who takes it, for those who come second
     * @throws ResultException if somebody else has it
     */
    static FolderLock take(Disk disk, Path directory, String holder) throws IOException {
        Path folder = directory.toRealPath();
        Properties held = System.getProperties();
        Object other = held.putIfAbsent(PROPERTY + folder, holder);
        if (other != null) {
            throw refused(directory, other + ", this very process", null);
        }
        boolean taken = false;
        try {
            FolderLock lock = hold(disk, directory, folder, holder);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                held.remove(PROPERTY + folder);
            }
        }
    }

    @SuppressWarnings("StreamResourceLeak") // the lock closes it
    private static FolderLock hold(Disk disk, Path directory, Path folder, String holder) throws IOException {
        // as long as it is open, no other folder can be given its inode
        DirectoryStream<Path> held = Files.newDirectoryStream(folder);
        FolderLock lock = null;
        try {
            lock = lock(disk, directory, folder, held, holder);
            return lock;
        } finally {
            if (lock == null) {
                held.close();
            }
        }
    }

    private static FolderLock lock(Disk disk, Path directory, Path folder, DirectoryStream<Path> held, String holder)
            throws IOException {
        FileKey folderKey = FileKey.of(folder);
        FileChannel channel = open(folder.resolve(NAME));
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            // held by code of this process that is no FolderLock of today; closing or reading the file would end that
            // lock
            throw refused(directory, "another part of this very process", sameProcess);
        } catch (IOException | RuntimeException unsupported) {
            channel.close();
            throw unsupported;
        }
        FolderLock taken = null;
        try {
            if (lock == null) {
                String text = text(channel);
                throw refused(directory, text.isEmpty() ? "another process" : text, null);
            }
            channel.truncate(0);
            disk.write(channel, ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)));
            FolderLock all = new FolderLock(directory, folder, held, folderKey, channel, lock);
            all.check();
            taken = all;
            return taken;
        } finally {
            if (taken == null) {
                channel.close();
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    file + " is " + (Files.isSymbolicLink(file) ? "a link" : "no file")
                            + ", and a lock has to be a file of the folder itself: remove it");
        }
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(1 << 12);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    }

    private static ResultException refused(Path directory, String holder, @Nullable Throwable cause) {
        return new ResultException(
                "results folder " + directory + " is in use by " + holder
                        + "; wait until that run ends, end it, or give this one another folder or suite name",
                cause);
    }

    /**
     * Makes sure that what was locked is what stands under the folder's name, and is locked still.
     *
     * @throws FolderLostException if it is not
     */
    synchronized void check() throws IOException {
        if (!folderKey.isAt(folder)) {
            throw new FolderLostException(
                    Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                            ? "something else stands in its place (" + what(folder) + ")"
                            : "there is no such folder any more");
        }
        if (!Files.exists(named) || !Files.isSameFile(named, folder)) {
            throw new FolderLostException("its name leads elsewhere, because a link on the way to it was changed");
        }
        if (!fileKey.isAt(folder.resolve(NAME))) {
            throw new FolderLostException("its " + NAME + " was deleted or replaced");
        }
        if (listed && !LockTable.lists(fileKey)) {
            regain();
        }
    }

    private static String what(Path path) {
        return Files.isSymbolicLink(path) ? "a link" : Files.isDirectory(path) ? "another folder" : "no folder";
    }

    /** The lock went with a descriptor that somebody else in this process closed. */
    private void regain() throws IOException {
        lock.release();
        FileLock again = channel.tryLock();
        if (again == null) {
            throw new FolderLostException("its lock was lost, because other code of this process opened and closed "
                    + NAME + ", and " + text(channel) + " has it now");
        }
        lock = again;
    }

    /** Gives the lock up. The file stays: removing it could take away the lock of one who came in between. */
    @Override
    public void close() throws IOException {
        try (held;
                channel) {
            // both are closed, whichever fails
        } finally {
            System.getProperties().remove(PROPERTY + folder);
        }
    }
}
