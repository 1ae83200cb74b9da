package io.krater.cgroup;

import java.util.Set;

/** Which processes belong to a target at a moment. Used by one thread at a time. */
interface Membership {
    /** Ids of the processes that can be seen now; empty if there is none. The caller may change the set. */
    Set<Long> pids();

    /** What could not be followed, for the results; empty if nothing. */
    String limitation();
}
