package io.krater.launch.process;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that runs trials, as it is named in all that it makes: {@code krater.<pid namespace>.<pid>.<start>}, the form
 * that {@link io.krater.cgroup.ChildCgroup} gives its cgroups. The start tells a process from a later one with its id.
 *
 * @param namespace inode of the pid namespace
 * @param pid process id in it
 * @param start start, in clock ticks since boot
 */
record Harness(String namespace, long pid, long start) {
    /** What all names begin with. */
    static final String PREFIX = "krater";

    private static final Pattern NAME =
            Pattern.compile(Pattern.quote(PREFIX) + "\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})\\..*");

    /** This process. */
    static Harness self(ProcessTable table) throws IOException {
        long pid = ProcessHandle.current().pid();
        long start = table.entry(pid)
                .orElseThrow(() -> new IOException("/proc does not show this process"))
                .start();
        return new Harness(table.namespace(), pid, start);
    }

    /** Who made something of this name; empty for other names. */
    static Optional<Harness> ofName(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new Harness(
                        matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    /** What the names of all that it makes begin with. */
    String name() {
        return PREFIX + "." + namespace + "." + pid + "." + start;
    }

    /** Whether it has certainly died: it is of this namespace, and no live process has its id and start. */
    boolean isGone(ProcessTable table, Harness self) {
        return namespace.equals(self.namespace)
                && table.entry(pid).filter(entry -> entry.start() == start).isEmpty();
    }
}
