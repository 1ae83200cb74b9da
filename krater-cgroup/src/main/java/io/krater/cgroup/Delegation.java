package io.krater.cgroup;

import io.krater.host.ProcessStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether this process may make cgroups, and where.
 *
 * @param parent where; empty if nowhere
 * @param tried what was tried, a sentence each, the last one telling of the outcome
 * @param remedy what would give it more: a command to start with, or a change by an administrator; empty where nothing is
 *     wanting
 */
public record Delegation(Optional<CgroupParent> parent, List<String> tried, Optional<String> remedy) {
    /** Copies the sentences. */
    public Delegation {
        tried = List.copyOf(tried);
    }

    /**
     * Finds a place for cgroups, in this order: as root a cgroup at the top of the host's tree; the cgroup in which this
     * process was started, where that was delegated to it; a scope of its own from the user's systemd.
     *
     * <p>The latter two move this process: into {@code <prefix>-harness} below its cgroup together with all others that
     * are there, or into the new scope. Programs started before stay where they are. A second call finds the same place.
     *
     * @param prefix what the names of the cgroups begin with: letters, digits, {@code -} and {@code _}
     * @throws IllegalArgumentException if the prefix breaks the rule
     */
    public static Delegation find(String prefix) {
        return find(prefix, CgroupMount.detect());
    }

    /**
     * As {@link #find(String)}, in a tree that is already known.
     *
     * @throws IllegalArgumentException if the prefix breaks the rule
     */
    public static Delegation find(String prefix, CgroupMount mount) {
        ChildCgroup.requirePrefix(prefix);
        CommandRunner commands = CommandRunner.processes(30);
        UserScope scope = new UserScope(commands, Pause.sleeping(), Path.of("/run/user", ProcessStatus.userId()));
        return new DelegationSearch(prefix, mount, scope, commands).run();
    }
}
