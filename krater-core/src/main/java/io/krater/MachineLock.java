package io.krater;

import io.krater.launch.file.FileKey;
import io.krater.result.store.Disk;
import io.krater.trial.TrialClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time measure on this machine, across processes and users. The lock is the operating system's on a
 * file that everybody may write: it ends with the process that holds it, however that ends.
 */
final class MachineLock implements AutoCloseable {
    /** Not {@code java.io.tmpdir}, which build tools set to a folder of their own. */
    static final Path FILE = Path.of("/tmp/krater-alone.lock");

    private static final long POLL_NANOS = Duration.ofMillis(200).toNanos();

    /** Closing any channel of a file gives up all locks that the process has on it (POSIX fcntl), so one at a time. */
    private static final Semaphore THIS_PROCESS = new Semaphore(1);

    /** Guarded by {@link #THIS_PROCESS}. */
    private static @Nullable FileChannel keptOpen;

    /** Whom a waiting thread waits for. Never read from the file anew: closing it would end a lock of this process. */
    private static volatile String holder = "another run";

    private final FileChannel channel;
    private final long waitedNanos;

    private MachineLock(FileChannel channel, long waitedNanos) {
        this.channel = channel;
        this.waitedNanos = waitedNanos;
    }

    /**
     * Waits for the lock.
     *
     * @param waiting hears once who is waited for, where somebody is
     * @throws UncheckedIOException if the file cannot be opened or locked
     */
    static MachineLock await(Path file, TrialClock clock, Consumer<String> waiting) throws InterruptedException {
        long from = clock.nanoTime();
        boolean told = false;
        while (true) {
            MachineLock lock = attempt(file, clock.nanoTime() - from);
            if (lock != null) {
                return lock;
            }
            if (!told) {
                waiting.accept("waiting until " + holder + " has ended: it measures on this machine");
                told = true;
            }
            Object monitor = new Object();
            synchronized (monitor) {
                clock.await(monitor, POLL_NANOS);
            }
        }
    }

    private static @Nullable MachineLock attempt(Path file, long waitedNanos) {
        if (!THIS_PROCESS.tryAcquire()) {
            return null;
        }
        MachineLock lock = null;
        try {
            lock = lock(file, waitedNanos);
            return lock;
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "cannot wait for other runs of this machine by locking " + file + ": " + failed
                            + "; make the file writable for everybody",
                    failed);
        } finally {
            if (lock == null) {
                THIS_PROCESS.release();
            }
        }
    }

    private static @Nullable MachineLock lock(Path file, long waitedNanos) throws IOException {
        FileChannel channel = keptOpen != null ? keptOpen : open(file);
        keptOpen = null;
        MachineLock lock = null;
        try {
            FileKey opened = FileKey.of(file);
            FileLock taken = channel.tryLock();
            if (taken == null) {
                String text = text(channel);
                holder = text.isEmpty() ? "another run" : "the run of " + text;
            } else if (opened.isAt(file)) { // else it was removed meanwhile: a lock on it would keep nobody out
                holder = "the run of process " + ProcessHandle.current().pid();
                channel.truncate(0);
                Disk.system()
                        .write(
                                channel,
                                ByteBuffer.wrap(
                                        ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
                lock = new MachineLock(channel, waitedNanos);
            }
            return lock;
        } catch (OverlappingFileLockException otherClassLoader) {
            holder = "another part of this process";
            keptOpen = channel; // closing it would end that lock
            return null;
        } finally {
            if (lock == null && keptOpen == null) {
                channel.close();
            }
        }
    }

    /** A file of another user in a sticky folder may be opened, but not with the wish to create it. A link is not followed. */
    private static FileChannel open(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is a link or no file: remove it");
        }
        try {
            return existing(file);
        } catch (NoSuchFileException notYet) {
            try {
                Files.createFile(file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            } catch (FileAlreadyExistsException meanwhile) {
                return existing(file);
            }
            return existing(file);
        }
    }

    private static FileChannel existing(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(256);
        channel.read(text, 0);
        return new String(text.array(), 0, Math.max(0, text.position()), StandardCharsets.UTF_8).strip();
    }

    /** How long it was waited for, in nanoseconds. */
    long waitedNanos() {
        return waitedNanos;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("the lock of this machine ends with this process only", failed);
        } finally {
            THIS_PROCESS.release();
        }
    }
}
