package io.krater.host;

import java.util.Optional;
import java.util.Set;

/** Which processes belong to a target at a moment. Used by one thread at a time. */
public interface Membership {
    /**
     * The processes that belong to the target now.
     *
     * @param known ids of those that are known and have not ended
     * @return their ids; empty if they cannot be found out at this moment
     */
    Optional<Set<Long>> pids(Set<Long> known);

    /** Whether a process that is no longer among {@link #pids} still counts until it ends. */
    boolean keepsLeavers();

    /** What cannot be followed, for the results; empty if nothing. */
    String limitation();
}
