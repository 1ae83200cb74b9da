package io.krater.host;

import io.krater.cgroup.read.Decimal;
import io.krater.cgroup.read.FieldCursor;
import io.krater.cgroup.read.OpenFile;
import io.krater.cgroup.read.ReadBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one process, through descriptors that stay open: they stay with the process, so that another that gets
 * the same id is never mistaken for it. Not thread-safe.
 *
 * <pre>
 * /proc/PID/stat    PID (name) state ppid ... utime stime cutime cstime ... num_threads ... starttime ...
 * /proc/PID/statm   size resident shared ...
 * </pre>
 *
 * <p>Source: proc_pid_stat(5), proc_pid_statm(5). The name may hold blanks and parentheses.
 */
final class ProcessFiles implements AutoCloseable {
    /** Numbers of fields, counted from the state, which is the third of the line. */
    private static final int UTIME = 14 - 3;

    private static final int CUTIME = 16 - 3;
    private static final int NUM_THREADS = 20 - 3;
    private static final int STARTTIME = 22 - 3;

    private final long pid;
    private final OpenFile stat;
    private final OpenFile statm;
    private final FieldCursor cursor = new FieldCursor();
    private long started = Decimal.NONE;
    private long userTicks;
    private long systemTicks;
    private long childrenUserTicks;
    private long childrenSystemTicks;
    private long threads;
    private long residentPages;
    private long sharedPages;

    private ProcessFiles(long pid, OpenFile stat, OpenFile statm) {
        this.pid = pid;
        this.stat = stat;
        this.statm = statm;
    }

    /**
     * Opens a process's files, or tells by {@code null} that there is no such process.
     *
     * @throws AccessDeniedException if they are hidden from this user
     */
    static @Nullable ProcessFiles open(Path proc, long pid) throws AccessDeniedException {
        Path directory = proc.resolve(Long.toString(pid));
        OpenFile stat = OpenFile.openIfPresent(directory.resolve("stat"));
        if (stat == null) {
            return null;
        }
        OpenFile statm = OpenFile.openIfPresent(directory.resolve("statm"));
        if (statm == null) {
            stat.close();
            return null;
        }
        return new ProcessFiles(pid, stat, statm);
    }

    /** Reads CPU times, threads and, to know the process by, its start; tells whether the process is still there. */
    boolean readStat(ReadBuffer buffer) {
        int length = stat.fill(buffer, false);
        if (length == OpenFile.FAILED && reopenIfClosed(buffer, stat)) {
            length = stat.fill(buffer, false);
        }
        return length != OpenFile.FAILED && parseStat(buffer.bytes(), length);
    }

    /** Reads memory; tells whether the process still has any. */
    boolean readStatm(ReadBuffer buffer) {
        int length = statm.fill(buffer, false);
        if (length == OpenFile.FAILED && reopenIfClosed(buffer, statm)) {
            length = statm.fill(buffer, false);
        }
        return length != OpenFile.FAILED && parseStatm(buffer.bytes(), length);
    }

    /** An interrupt of the reading thread closes the channel. What then opens at the path may be another process. */
    private boolean reopenIfClosed(ReadBuffer buffer, OpenFile file) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!file.reopenIfClosed()) {
                return false;
            }
            stat.reopenIfClosed();
            int length = stat.fill(buffer, false);
            return length != OpenFile.FAILED && parseStat(buffer.bytes(), length);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean parseStat(byte[] bytes, int length) {
        cursor.startAfterName(bytes, length);
        cursor.skip(UTIME);
        long user = cursor.next();
        long system = cursor.next();
        long childrenUser = cursor.next();
        long childrenSystem = cursor.next();
        cursor.skip(NUM_THREADS - CUTIME - 2);
        long count = cursor.next();
        cursor.skip(STARTTIME - NUM_THREADS - 1);
        long start = cursor.next();
        boolean malformed = (user | system | childrenUser | childrenSystem | count | start) < 0;
        if (malformed || (started != Decimal.NONE && started != start)) {
            return false;
        }
        userTicks = user;
        systemTicks = system;
        childrenUserTicks = childrenUser;
        childrenSystemTicks = childrenSystem;
        threads = count;
        started = start;
        return true;
    }

    private boolean parseStatm(byte[] bytes, int length) {
        cursor.start(bytes, length);
        cursor.skip(1);
        long resident = cursor.next();
        long shared = cursor.next();
        if (resident <= 0 || shared < 0) {
            return false; // one that is ending has given its memory back already, which is not a use of zero
        }
        residentPages = resident;
        sharedPages = Math.min(shared, resident); // the two counters are not read at one instant
        return true;
    }

    long pid() {
        return pid;
    }

    /** CPU time in user mode, of the process and of its children that were waited for. */
    long userTicks() {
        return userTicks + childrenUserTicks;
    }

    /** CPU time in kernel mode, of the process and of its children that were waited for. */
    long systemTicks() {
        return systemTicks + childrenSystemTicks;
    }

    /** Of {@link #userTicks()}, the part of children that were waited for, and of theirs. */
    long childrenUserTicks() {
        return childrenUserTicks;
    }

    /** Of {@link #systemTicks()}, the part of children that were waited for, and of theirs. */
    long childrenSystemTicks() {
        return childrenSystemTicks;
    }

    long threads() {
        return threads;
    }

    long residentPages() {
        return residentPages;
    }

    /** Resident pages that are anonymous: neither of a file nor shared memory. */
    long anonymousPages() {
        return residentPages - sharedPages;
    }

    @Override
    public void close() {
        stat.close();
        statm.close();
    }
}
