package io.krater.host;

import io.krater.cgroup.read.ReadBuffer;
import io.krater.cgroup.read.Scratch;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Processes that come and go, and their figures summed up such that their CPU time never shrinks.
 *
 * <p>The kernel adds the time of an ended process to its parent once the parent waits for it (cutime and cstime). So the
 * sum over all processes, of own and children's time, stays whole, but for two things. Processes are read one after the
 * other, and a time may change hands meanwhile: seen by reading once more. And a process that nobody in the group waits
 * for takes its time with it: the last that was seen of it is kept. Not thread-safe.
 */
public final class ProcessGroup {
    /** Passes after which a group that never rests is given up for this sample. */
    private static final int PASSES = 4;

    private final Path proc;
    private final Membership membership;
    private final List<TrackedProcess> processes = new ArrayList<>();
    private boolean incomplete;
    private long keptUser;
    private long keptSystem;
    private long userTicks;
    private long systemTicks;
    private long threads;
    private long residentPages;
    private long anonymousPages;

    public ProcessGroup(Path proc, Membership membership) {
        this.proc = proc;
        this.membership = membership;
    }

    /** Looks for new members among the descendants of the known, or wherever members are. */
    public void refresh() {
        // an id that was known may be another process's by now
        readCpu();
        Set<Long> known = new LinkedHashSet<>();
        for (TrackedProcess process : processes) {
            if (!process.hasEnded()) {
                known.add(process.files().pid());
            }
        }
        Optional<Set<Long>> pids = membership.pids(known);
        incomplete = pids.isEmpty();
        pids.ifPresent(now -> update(known, now));
    }

    private void update(Set<Long> known, Set<Long> now) {
        if (!membership.keepsLeavers()) {
            for (TrackedProcess process : processes) {
                if (!now.contains(process.files().pid())) {
                    process.end();
                }
            }
        }
        for (long pid : now) {
            if (!known.contains(pid)) {
                add(pid);
            }
        }
    }

    /** Follows a process from now on, if it is there. */
    public void add(long pid) {
        try {
            ProcessFiles files = ProcessFiles.open(proc, pid);
            if (files != null) {
                processes.add(new TrackedProcess(files));
            }
        } catch (AccessDeniedException e) {
            incomplete = true;
        }
    }

    /** Whether some members could not be seen, so that sums over the others would say too little. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /**
     * Reads CPU times and threads.
     *
     * @return whether they belong together; if not, nothing has changed
     */
    public boolean readCpu() {
        ReadBuffer buffer = Scratch.ofThread().buffer();
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

    /**
     * Reads memory; a process that ends meanwhile has none.
     *
     * @return whether any process had memory; if none had, the sums say nothing
     */
    public boolean readMemory() {
        ReadBuffer buffer = Scratch.ofThread().buffer();
        residentPages = 0;
        anonymousPages = 0;
        boolean any = false;
        for (int i = 0; i < processes.size(); i++) {
            TrackedProcess process = processes.get(i);
            if (process.readMemory(buffer)) {
                residentPages += process.files().residentPages();
                anonymousPages += process.files().anonymousPages();
                any = true;
            }
        }
        return any;
    }

    /** Whether no process is left of those that were found so far. */
    public boolean isEmpty() {
        for (int i = 0; i < processes.size(); i++) {
            if (!processes.get(i).hasEnded()) {
                return false;
            }
        }
        return true;
    }

    public long userTicks() {
        return userTicks;
    }

    public long systemTicks() {
        return systemTicks;
    }

    public long threads() {
        return threads;
    }

    public long residentPages() {
        return residentPages;
    }

    public long anonymousPages() {
        return anonymousPages;
    }

    public void close() {
        processes.forEach(TrackedProcess::end);
    }
}
