package io.krater.cgroup;

import io.krater.host.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that made a cgroup, as written into the cgroup's name, so that a later process can tell whether it still
 * lives: {@code <prefix>.<pid namespace>.<pid>.<start>.<label>}.
 *
 * <p>The start time tells a process from a later one with its pid; the namespace keeps a process in a container from
 * judging pids that are not its own.
 *
 * @param namespace inode of the pid namespace
 * @param pid process id in that namespace
 * @param startTicks start of the process, in clock ticks since boot
 */
record Creator(long namespace, long pid, long startTicks) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern NAMESPACE = Pattern.compile("pid:\\[(\\d{1,18})]");
    private static final Pattern NAME = Pattern.compile("([^.]+)\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})\\.(.+)");

    /** This process. */
    static Creator self() throws IOException {
        ProcessStat stat = ProcessStat.read(PROC.resolve("self"));
        return new Creator(namespaceOfSelf(), stat.pid(), stat.startTicks());
    }

    private static long namespaceOfSelf() throws IOException {
        String link = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
        Matcher matcher = NAMESPACE.matcher(link);
        if (!matcher.matches()) {
            throw new IOException("not a pid namespace: " + link);
        }
        return Long.parseLong(matcher.group(1));
    }

    /** The creator that a cgroup's name tells of, or empty if the name has another form or prefix. */
    static Optional<Creator> ofName(String prefix, String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || !matcher.group(1).equals(prefix)) {
            return Optional.empty();
        }
        return Optional.of(new Creator(
                Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)), Long.parseLong(matcher.group(4))));
    }

    /** A name for a cgroup of this creator. */
    String name(String prefix, String label) {
        return prefix + "." + namespace + "." + pid + "." + startTicks + "." + label;
    }

    /**
     * Whether the creator has certainly ended: this process can see its pid namespace, and no process there has that pid
     * and start.
     */
    boolean isGone(Creator self) {
        if (namespace != self.namespace) {
            return false;
        }
        try {
            ProcessStat stat = ProcessStat.read(PROC.resolve(Long.toString(pid)));
            return stat.startTicks() != startTicks || stat.isDead();
        } catch (IOException e) {
            // unreadable is not gone; a process that ended while it was read is
            return Files.notExists(PROC.resolve(Long.toString(pid)));
        }
    }
}
