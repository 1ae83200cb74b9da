package io.krater.host;

import io.krater.cgroup.read.ShiftedBoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process it is, for as long as the kernel runs. Written into the names of what it makes, such as cgroups, so that a
 * later process can tell whether it still lives: {@code <prefix>.<pid namespace>.<pid>.<start>.<label>}.
 *
 * <p>The start time tells a process from a later one with its pid; the namespace keeps a process in a container from
 * judging pids that are not its own.
 *
 * <p>In a time namespace /proc shows all starts shifted by the namespace's offset ({@code timens_offsets}), so the start is told
 * without it: as the machine's own namespace shows it.
 *
 * @param namespace inode of the pid namespace
 * @param pid process id in that namespace
 * @param startTicks start of the process, in clock ticks since boot
 */
public record ProcessIdentity(long namespace, long pid, long startTicks) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern NAMESPACE = Pattern.compile("pid:\\[(\\d{1,18})]");
    private static final Pattern NAME = Pattern.compile("([^.]+)\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})\\.(.+)");

    /** Whether a process is still there. */
    public enum Life {
        /** It runs. */
        ALIVE,
        /** It has ended. */
        DEAD,
        /** It is out of sight: of another user where those are hidden, or in another container. */
        UNKNOWN
    }

    /** This process. */
    public static ProcessIdentity self() throws IOException {
        ProcessStat stat = ProcessStat.read(PROC.resolve("self"));
        return new ProcessIdentity(
                namespaceOfSelf(),
                stat.pid(),
                stat.startTicks() - ShiftedBoot.in(PROC).ticks());
    }

    private static long namespaceOfSelf() throws IOException {
        String link = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
        Matcher matcher = NAMESPACE.matcher(link);
        if (!matcher.matches()) {
            throw new IOException("not a pid namespace: " + link);
        }
        return Long.parseLong(matcher.group(1));
    }

    /** The maker that a name tells of, or empty if the name has another form or prefix. */
    public static Optional<ProcessIdentity> ofName(String prefix, String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || !matcher.group(1).equals(prefix)) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(
                Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)), Long.parseLong(matcher.group(4))));
    }

    /** A name for something that this process makes. */
    public String name(String prefix, String label) {
        return name(prefix) + "." + label;
    }

    /** What the names of all that this process makes begin with, up to a dot. */
    public String name(String prefix) {
        return prefix + "." + namespace + "." + pid + "." + startTicks;
    }

    /** Whether it has certainly ended, seen from a process; one that is out of sight may live. */
    public boolean isGone(ProcessIdentity self) {
        return namespace == self.namespace && life(PROC, pid, startTicks) == Life.DEAD;
    }

    /**
     * Whether the process of this id and start is there, by a directory such as {@code /proc} that is of its pid namespace. It
     * is dead only where its absence can be seen: what may not be read, or is hidden from this user ({@code hidepid}), may
     * live.
     */
    public static Life life(Path proc, long pid, long startTicks) {
        Path process = proc.resolve(Long.toString(pid));
        try {
            ProcessStat stat = ProcessStat.read(process);
            ShiftedBoot shift = ShiftedBoot.in(proc);
            long away = Math.abs(stat.startTicks() - shift.ticks() - startTicks);
            if (away != 0 && (!shift.isKnown() || (away == 1 && !shift.isWhole()))) {
                return Life.UNKNOWN;
            }
            return away == 0 && !stat.isDead() ? Life.ALIVE : Life.DEAD;
        } catch (IOException unreadable) {
            // the file of a process that ended between open and read cannot be read either; then its directory is gone
            return Files.notExists(process) && !HiddenProcesses.in(proc) ? Life.DEAD : Life.UNKNOWN;
        }
    }
}
