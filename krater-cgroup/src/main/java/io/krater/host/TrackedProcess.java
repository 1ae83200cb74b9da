package io.krater.host;

import io.krater.cgroup.read.ReadBuffer;

/** A process that is followed until it is gone, and how much of its children's time has been counted. Not thread-safe. */
final class TrackedProcess {
    private final ProcessFiles files;
    private boolean ended;
    private long countedUser;
    private long countedSystem;

    TrackedProcess(ProcessFiles files) {
        this.files = files;
    }

    ProcessFiles files() {
        return files;
    }

    boolean hasEnded() {
        return ended;
    }

    /**
     * Reads its CPU time.
     *
     * @return whether no time can have changed hands since the reading before: it is still there and has waited for no
     *     child meanwhile
     */
    boolean readCpu(ReadBuffer buffer) {
        long before = files.childrenUserTicks() + files.childrenSystemTicks();
        if (ended || !files.readStat(buffer)) {
            boolean wasKnown = ended;
            end();
            return wasKnown;
        }
        return files.childrenUserTicks() + files.childrenSystemTicks() == before;
    }

    /** Reads its memory; tells whether it is still there. */
    boolean readMemory(ReadBuffer buffer) {
        return !ended && files.readStatm(buffer);
    }

    /** User time of children that was not yet there at the last {@link #count}. */
    long newChildrenUser() {
        return files.childrenUserTicks() - countedUser;
    }

    /** System time of children that was not yet there at the last {@link #count}. */
    long newChildrenSystem() {
        return files.childrenSystemTicks() - countedSystem;
    }

    /** Notes that the time it shows has been counted. */
    void count() {
        countedUser = files.childrenUserTicks();
        countedSystem = files.childrenSystemTicks();
    }

    void end() {
        if (!ended) {
            ended = true;
            files.close();
        }
    }
}
