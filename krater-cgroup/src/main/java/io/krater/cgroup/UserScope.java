package io.krater.cgroup;

import io.krater.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A delegated scope for this very process, asked of the user's systemd.
 *
 * <p>A user cannot move processes out of a session's cgroup, which belongs to root; systemd can, and does so for the
 * user's own processes ({@code StartTransientUnit} with {@code PIDs}, org.freedesktop.systemd1(5)). So this process is
 * moved once, and whatever it starts later begins inside the delegated tree.
 */
final class UserScope {
    private static final long PAUSE_NANOS = 5_000_000;
    private static final int ATTEMPTS = 4000;

    private final CommandRunner commands;
    private final Pause pause;
    private final Path runtimeDirectory;

    /** @param runtimeDirectory the user's runtime directory, {@code /run/user/<uid>} */
    UserScope(CommandRunner commands, Pause pause, Path runtimeDirectory) {
        this.commands = commands;
        this.pause = pause;
        this.runtimeDirectory = runtimeDirectory;
    }

    /** Whether the user has a systemd that can be asked. */
    boolean available() {
        return Files.exists(runtimeDirectory.resolve("systemd/private"))
                || Files.exists(runtimeDirectory.resolve("bus"));
    }

    /**
     * Has this process put into a scope of its own.
     *
     * @return directory of the scope
     * @throws IOException with what systemd said, if it would not
     */
    Path enter(CgroupMount mount, String prefix) throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        String unit = unit(prefix, self);
        CommandRunner.Ended ended =
                commands.run(request(unit, self.pid()), Map.of("XDG_RUNTIME_DIR", runtimeDirectory.toString()));
        if (!ended.succeeded()) {
            throw new IOException("busctl ended with " + ended.exitCode() + ": " + ended.output());
        }
        // the answer names a job that is still to be done
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path own = mount.own().orElse(null);
            if (own != null && own.endsWith(unit)) {
                return own;
            }
            pause.nanos(PAUSE_NANOS);
        }
        throw new IOException("systemd accepted " + unit + " but did not move this process into it");
    }

    /**
     * Whether the user's systemd has delegated a unit's cgroup: it marks system units with an extended attribute, but
     * those of users must be asked for.
     */
    boolean hasDelegated(String unit) {
        try {
            CommandRunner.Ended ended = commands.run(
                    List.of("systemctl", "--user", "show", "--property=Delegate", "--value", unit), environment());
            return ended.succeeded() && ended.output().equals("yes");
        } catch (IOException e) {
            return false; // a systemd that does not answer has delegated nothing that could be relied on
        }
    }

    private Map<String, String> environment() {
        return Map.of("XDG_RUNTIME_DIR", runtimeDirectory.toString());
    }

    /** Whether a cgroup is a scope that {@link #enter} once got. */
    static boolean isScope(Path cgroup, String prefix) {
        return String.valueOf(cgroup.getFileName()).matches(Pattern.quote(prefix) + "-\\d+-\\d+\\.scope");
    }

    static String unit(String prefix, ProcessIdentity self) {
        return prefix + "-" + self.pid() + "-" + self.startTicks() + ".scope";
    }

    static List<String> request(String unit, long pid) {
        return List.of(
                "busctl",
                "--user",
                "--timeout=20",
                "call",
                "org.freedesktop.systemd1",
                "/org/freedesktop/systemd1",
                "org.freedesktop.systemd1.Manager",
                "StartTransientUnit",
                "ssa(sv)a(sa(sv))",
                unit,
                "fail",
                "3",
                "Description",
                "s",
                "KRATER and the programs it measures",
                "PIDs",
                "au",
                "1",
                Long.toString(pid),
                "Delegate",
                "b",
                "true",
                "0");
    }

    /** Removes what dead processes left in scopes of theirs; systemd removes a scope once nothing is in it. */
    static StaleCgroups removeStale(Path scope, String prefix) throws IOException {
        Path slice = scope.toAbsolutePath().getParent();
        StaleCgroups all = StaleCgroups.none();
        if (slice == null) {
            return all;
        }
        try (DirectoryStream<Path> scopes = Files.newDirectoryStream(slice, prefix + "-*.scope")) {
            for (Path other : scopes) {
                if (!other.equals(scope)) {
                    all = all.and(ChildCgroup.removeStale(other, prefix));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }
}
