package io.krater.k8s.log;

import java.util.Arrays;

/**
 * Where in a log one has come to, so that a broken stream goes on without loss or duplicates.
 *
 * <p>The log endpoint can begin at a time, but counts it in whole seconds and leaves out each line that is older. So a
 * resumed stream begins a second before that of the latest line (a container's two streams are stamped apart, and a line may
 * stand behind one that is stamped a little later), and repeats what was read since: as many lines as were counted. If what
 * comes again does not begin with the line that it should (the kubelet has begun a new file meanwhile), lines up to the last
 * one's time are left out instead. One thread.
 */
final class LogPosition {
    private static final long SECOND = 1_000_000_000L;

    /** Lines of the latest second, and of the one before: what a resumed stream repeats. */
    private Bucket latest = new Bucket(Long.MIN_VALUE);

    private Bucket before = new Bucket(Long.MIN_VALUE);
    private long lines;
    private long lastNanos = Long.MIN_VALUE;
    private long toSkip;
    private boolean resumed;
    private boolean byTime;
    private boolean lastWasWhole = true;
    private boolean lacking;
    private long skippedUpTo;

    /** Whether a line was read at all. */
    boolean hasBegun() {
        return lines > 0;
    }

    /** The second, since the Unix epoch, from which the log is to be read again. */
    long resumeSecond() {
        return latest.second - 1;
    }

    /**
     * A new stream begins at {@link #resumeSecond()}.
     *
     * @param wholeFile whether the last one gave its file to the end
     */
    void resume(boolean wholeFile) {
        lastWasWhole = wholeFile;
        resumed = hasBegun();
        toSkip = latest.count + before.count;
        byTime = false;
        skippedUpTo = lastNanos;
    }

    /** Whether the next line of the stream is new; if so, it counts as read. */
    boolean isNew(long epochNanos, byte[] bytes, int from, int length) {
        int hash = hash(epochNanos, bytes, from, length);
        if (resumed) {
            resumed = false;
            byTime = hash != firstHash();
            // nothing is repeated: this is another file, and whether the last one was read to its end is the question
            lacking |= epochNanos > skippedUpTo && !lastWasWhole;
        }
        if (byTime) {
            if (epochNanos <= skippedUpTo) {
                return false;
            }
            byTime = false;
            toSkip = 0;
        }
        if (toSkip > 0) {
            toSkip--;
            return false;
        }
        count(epochNanos, hash);
        return true;
    }

    /** Whether lines may be missing: a new file was begun that does not join on to what was read of the last. */
    boolean mayLack() {
        return lacking;
    }

    /** Of the first line that a resumed stream repeats. */
    private int firstHash() {
        boolean olderFirst = before.count > 0 && before.firstLine < latest.firstLine;
        return olderFirst ? before.firstHash : latest.firstHash;
    }

    private void count(long epochNanos, int hash) {
        long second = Math.floorDiv(epochNanos, SECOND);
        if (lines == 0 || second > latest.second) {
            before = lines > 0 && second == latest.second + 1 ? latest : new Bucket(second - 1);
            latest = new Bucket(second);
        }
        lines++;
        if (second == latest.second) {
            latest.add(lines, hash);
        } else if (second == before.second) {
            before.add(lines, hash);
        }
        lastNanos = Math.max(lastNanos, epochNanos);
    }

    private static int hash(long epochNanos, byte[] bytes, int from, int length) {
        return 31 * Long.hashCode(epochNanos) + Arrays.hashCode(Arrays.copyOfRange(bytes, from, from + length));
    }

    /** The lines of one second. */
    private static final class Bucket {
        private final long second;
        private long count;
        private long firstLine;
        private int firstHash;

        Bucket(long second) {
            this.second = second;
        }

        void add(long line, int hash) {
            if (count == 0) {
                firstLine = line;
                firstHash = hash;
            }
            count++;
        }
    }
}
