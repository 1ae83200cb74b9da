package io.krater.cgroup.read;

import io.krater.sample.CgroupReadException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One kernel file, kept open and read from its start each time. Not thread-safe. */
public class OpenFile implements AutoCloseable {
    /** A file that fails so often in a row is not asked again: each refusal costs an exception. */
    private static final int TRIES = 3;

    static {
        // once descriptors have run out, no class can be loaded any more, and this one says what is wrong
        KernelFile.reason(new IOException());
    }

    /** What {@link #fill} returns instead of a length. */
    public static final int FAILED = -1;

    private final Path path;
    private FileChannel channel;
    private boolean hasStateInDescriptor;
    private int failures;
    private String problem = "";

    private OpenFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the open channel over. */
    OpenFile(OpenFile from) {
        this(from.path, from.channel);
    }

    /**
     * Opens a file, or tells by {@code null} that there is none.
     *
     * @throws AccessDeniedException if this user may not read it
     * @throws CgroupReadException if it is there and cannot be opened for another reason, such as too many open files
     */
    public static @Nullable OpenFile openIfPresent(Path path) throws AccessDeniedException {
        try {
            return new OpenFile(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (NoSuchFileException absent) {
            return null;
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            throw new CgroupReadException(path, "cannot be opened: " + KernelFile.reason(e), e);
        }
    }

    /**
     * Reads the file into the buffer.
     *
     * @param toEnd see {@link ReadBuffer#fill}
     * @return its length, or {@link #FAILED}; then {@link #problem} tells why
     */
    public final int fill(ReadBuffer buffer, boolean toEnd) {
        try {
            int length = buffer.fill(channel, toEnd);
            failures = 0;
            return length;
        } catch (IOException e) {
            failures++;
            problem = path.getFileName() + ": " + KernelFile.reason(e);
            return FAILED;
        }
    }

    /** Whether the file failed so often that it is no longer read. */
    public final boolean isGivenUp() {
        return failures >= TRIES;
    }

    /** Why the file could last not be read; empty if it always could. */
    public final String problem() {
        return problem;
    }

    /**
     * Opens the file once more if its channel was closed under it: a thread that is interrupted while it reads closes the
     * channel (see {@link java.nio.channels.InterruptibleChannel}).
     *
     * @return whether the file is open again
     */
    public final boolean reopenIfClosed() {
        if (channel.isOpen() || hasStateInDescriptor) {
            return false;
        }
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return true;
        } catch (IOException e) {
            problem = path.getFileName() + ": cannot be opened again: " + KernelFile.reason(e);
            return false;
        }
    }

    /** From now on reads through a descriptor that the kernel keeps a state for, so that no other can stand in for it. */
    public final void readThrough(FileChannel stateful) {
        close();
        channel = stateful;
        hasStateInDescriptor = true;
    }

    public final Path path() {
        return path;
    }

    @Override
    public final void close() {
        close(path, channel);
    }

    public static void close(Path path, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CgroupReadException(path, "cannot be closed: " + e.getMessage(), e);
        }
    }
}
