package io.krater.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A cgroup in which this process may make {@linkplain ChildCgroup children} and start programs.
 *
 * @param path its directory
 * @param how how it was obtained
 * @param prefix what the names of its children begin with
 * @param controllers controllers that it can give to children
 * @param missing controllers of cpu, memory, io, pids and cpuset that it cannot give, each with the reason
 * @param harness the cgroup in which this process was put, away from what it measures; empty where it was not moved
 */
public record CgroupParent(
        Path path,
        How how,
        String prefix,
        Set<String> controllers,
        Map<String, String> missing,
        Optional<Path> harness) {
    /** How a parent was obtained. */
    public enum How {
        /** As root, at the top of the host's tree; shared by all runs of this host. */
        TOP_LEVEL,
        /** The cgroup in which this process was started, which it may divide. */
        OWN,
        /** A scope that the user's systemd made for this process. */
        USER_SCOPE
    }

    /** Copies the collections. */
    public CgroupParent {
        missing = Collections.unmodifiableMap(new TreeMap<>(missing));
        controllers = Collections.unmodifiableSet(new TreeSet<>(controllers));
    }

    /**
     * Makes a child.
     *
     * @param label what it is for
     * @throws IOException if the kernel refuses
     */
    public ChildCgroup child(String label) throws IOException {
        return ChildCgroup.create(path, prefix, label);
    }

    /**
     * Removes what processes that have died left here, and in the scopes that the user's systemd made for them.
     *
     * @throws IOException if this cgroup cannot be listed
     */
    public StaleCgroups removeStale() throws IOException {
        StaleCgroups here = ChildCgroup.removeStale(path, prefix);
        return how == How.USER_SCOPE ? here.and(UserScope.removeStale(path, prefix)) : here;
    }
}
