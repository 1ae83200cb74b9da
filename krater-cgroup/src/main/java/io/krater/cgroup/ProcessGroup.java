package io.krater.cgroup;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Processes that come and go, and their figures summed up such that their CPU time never shrinks.
 *
 * <p>The kernel adds the time of an ended process to its parent once the parent waits for it (cutime and cstime). So the
 * sum over all processes, of own and children's time, stays whole, but for two things. Processes are read one after the
 * other, and a time may change hands meanwhile: seen by reading once more. And a process that nobody in the group waits
 * for takes its time with it: the last that was seen of it is kept. Not thread-safe.
 */
final class ProcessGroup {
    /** Passes after which a group that never rests is given up for this sample. */
    private static final int PASSES = 4;

    private final Path proc;
    private final Membership membership;
    private final boolean keepLeavers;
    private final ReadBuffer buffer = new ReadBuffer();
    private final List<TrackedProcess> processes = new ArrayList<>();
    private boolean incomplete;
    private long keptUser;
    private long keptSystem;
    private long userTicks;
    private long systemTicks;
    private long threads;
    private long residentPages;
    private long anonymousPages;

    /**
     * @param keepLeavers whether a process that is no longer a member is followed until it ends
     */
    ProcessGroup(Path proc, Membership membership, boolean keepLeavers) {
        this.proc = proc;
        this.membership = membership;
        this.keepLeavers = keepLeavers;
    }

    /** Looks for new members. */
    void refresh() {
        Set<Long> pids = membership.pids();
        Set<Long> known = new HashSet<>();
        for (TrackedProcess process : processes) {
            if (!keepLeavers && !pids.contains(process.files().pid())) {
                process.end();
            }
            if (!process.hasEnded()) {
                known.add(process.files().pid());
            }
        }
        pids.removeAll(known);
        incomplete = false;
        pids.forEach(this::add);
    }

    private void add(long pid) {
        try {
            ProcessFiles files = ProcessFiles.open(proc, pid);
            if (files != null) {
                processes.add(new TrackedProcess(files));
            }
        } catch (AccessDeniedException e) {
            incomplete = true;
        }
    }

    /** Whether a member is hidden from this user, so that sums over the others would say too little. */
    boolean isIncomplete() {
        return incomplete;
    }

    /**
     * Reads CPU times and threads.
     *
     * @return whether they belong together; if not, nothing has changed
     */
    boolean readCpu() {
        for (int pass = 0; pass < PASSES; pass++) {
            boolean whole = true;
            for (int i = 0; i < processes.size(); i++) {
                whole &= processes.get(i).readCpu(buffer);
            }
            if (whole) {
                sumUp();
                return true;
            }
        }
        return false;
    }

    private void sumUp() {
        long user = 0;
        long system = 0;
        long lostUser = 0;
        long lostSystem = 0;
        threads = 0;
        for (int i = 0; i < processes.size(); i++) {
            TrackedProcess process = processes.get(i);
            if (process.hasEnded()) {
                lostUser += process.files().userTicks();
                lostSystem += process.files().systemTicks();
            } else {
                user += process.files().userTicks();
                system += process.files().systemTicks();
                lostUser -= process.newChildrenUser();
                lostSystem -= process.newChildrenSystem();
                threads += process.files().threads();
                process.count();
            }
        }
        keptUser += Math.max(0, lostUser);
        keptSystem += Math.max(0, lostSystem);
        userTicks = user + keptUser;
        systemTicks = system + keptSystem;
        forgetEnded();
    }

    private void forgetEnded() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            if (processes.get(i).hasEnded()) {
                processes.remove(i);
            }
        }
    }

    /** Reads memory; a process that ends meanwhile has none. */
    void readMemory() {
        residentPages = 0;
        anonymousPages = 0;
        for (int i = 0; i < processes.size(); i++) {
            TrackedProcess process = processes.get(i);
            if (process.readMemory(buffer)) {
                residentPages += process.files().residentPages();
                anonymousPages += process.files().anonymousPages();
            }
        }
    }

    /** Whether no process is left of those that were found so far. */
    boolean isEmpty() {
        for (int i = 0; i < processes.size(); i++) {
            if (!processes.get(i).hasEnded()) {
                return false;
            }
        }
        return true;
    }

    long userTicks() {
        return userTicks;
    }

    long systemTicks() {
        return systemTicks;
    }

    long threads() {
        return threads;
    }

    long residentPages() {
        return residentPages;
    }

    long anonymousPages() {
        return anonymousPages;
    }

    void close() {
        processes.forEach(TrackedProcess::end);
    }
}
