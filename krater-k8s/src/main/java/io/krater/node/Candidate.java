package io.krater.node;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A container of a pod with several, until its id tells whether it is the one that is measured: watched and sampled from its birth
 * as that one is, because the API server names it only later, and of a short program after its end. Guarded by its pod.
 */
final class Candidate {
    private final Path cgroup;
    /** {@link System#nanoTime()} of its birth; 0 where that was not seen. */
    private final long bornAt;
    /** Whether another container lived when it was born, and so may have run beside it. */
    private final boolean beside;

    private final SamplerPool.@Nullable Lease lease;
    private @Nullable StartProbe probe;
    private StartProbe.@Nullable Start start;
    private OptionalLong died = OptionalLong.empty();

    Candidate(Path cgroup, long bornAt, boolean beside, SamplerPool.@Nullable Lease lease) {
        this.cgroup = cgroup;
        this.bornAt = bornAt;
        this.beside = beside;
        this.lease = lease;
    }

    Path cgroup() {
        return cgroup;
    }

    long bornAt() {
        return bornAt;
    }

    boolean beside() {
        return beside;
    }

    SamplerPool.@Nullable Lease lease() {
        return lease;
    }

    @Nullable
    StartProbe probe() {
        return probe;
    }

    void probe(StartProbe begun) {
        probe = begun;
    }

    /** What was seen of its program's start; nothing yet where null. */
    StartProbe.@Nullable Start start() {
        return start;
    }

    /** Its program's start was seen, or given up. */
    void started(StartProbe.Start seen) {
        start = seen;
    }

    /** When its cgroup was removed; empty while it lives. */
    OptionalLong died() {
        return died;
    }

    void died(long nanoTime) {
        died = OptionalLong.of(nanoTime);
    }

    boolean is(String id) {
        return cgroup.getFileName().toString().contains(id);
    }

    /** It is not the one. */
    void drop() {
        if (probe != null) {
            probe.lastSeenNotStarted();
        }
        if (lease != null) {
            lease.stop();
        }
    }
}
