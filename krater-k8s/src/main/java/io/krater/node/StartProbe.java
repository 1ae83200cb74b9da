package io.krater.node;

import io.krater.cgroup.CgroupMount;
import io.krater.host.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Sees a container's program start. A runtime first puts a process of its own into the new cgroup and has it become the
 * program later; the kernel tells nobody of that, so the process is looked at every few milliseconds until its name is no
 * longer the runtime's. A runtime that runs the workload itself, as crun does with WebAssembly, never changes: then nothing
 * is seen, and the phase is absent.
 */
final class StartProbe {
    /** Fact: how late the start may have been seen, or how much earlier than the program's first word it may have been. */
    static final String ERROR = "container_started_error_ms";

    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** Names of the runtimes' own processes: one started through a descriptor is named by its number. */
    private static final Pattern RUNTIME = Pattern.compile("(runc|crun|youki|runsc|kata|memfd|exe|\\d+)([:\\[-].*)?");

    private final CgroupMount mount;
    private final Consumer<Runnable> soon;
    private final Path cgroup;
    private final Consumer<Start> whenSeen;
    private final long begun = System.nanoTime();
    private volatile long before = begun;
    private volatile boolean over;

    /**
     * A start.
     *
     * @param nanoTime when it was seen; empty if never
     * @param facts the process, the cgroup that the kernel says it is in, and how late it may have been seen
     */
    record Start(OptionalLong nanoTime, Map<String, String> facts) {}

    /**
     * A probe that has not begun.
     *
     * @param soon has a look taken soon, on another thread
     */
    StartProbe(CgroupMount mount, Consumer<Runnable> soon, Path cgroup, Consumer<Start> whenSeen) {
        this.mount = mount;
        this.soon = soon;
        this.cgroup = cgroup;
        this.whenSeen = whenSeen;
    }

    void begin() {
        soon.accept(this::look);
    }

    /**
     * The program has spoken, so it has started; says when it was last seen not to have. Nothing is looked for any more.
     *
     * @return a {@link System#nanoTime()}
     */
    long lastSeenNotStarted() {
        over = true;
        return before;
    }

    /** What is known of the container's process now; nothing where it is gone. */
    Map<String, String> process() {
        long pid = firstProcess();
        return pid > 0 ? confirm(pid) : Map.of();
    }

    private void look() {
        long now = System.nanoTime();
        if (over || !Files.isDirectory(cgroup)) {
            return;
        }
        long pid = firstProcess();
        if (pid > 0 && isProgram(pid)) {
            Map<String, String> facts = confirm(pid);
            facts.put(ERROR, millis(now - before));
            whenSeen.accept(new Start(OptionalLong.of(now), facts));
        } else if (now - begun < GIVE_UP_NANOS) {
            before = now;
            begin();
        } else {
            whenSeen.accept(new Start(OptionalLong.empty(), process()));
        }
    }

    /** A process of the cgroup or of a cgroup below, where crun puts it; 0 while there is none. */
    private long firstProcess() {
        long direct = firstIn(cgroup);
        if (direct > 0) {
            return direct;
        }
        for (Path child : Subdirectories.of(cgroup)) {
            long nested = firstIn(child);
            if (nested > 0) {
                return nested;
            }
        }
        return 0;
    }

    private static long firstIn(Path cgroup) {
        try {
            String pids = Files.readString(cgroup.resolve("cgroup.procs"));
            int end = pids.indexOf('\n');
            return end > 0 ? Long.parseLong(pids.substring(0, end)) : 0;
        } catch (IOException | NumberFormatException gone) {
            return 0; // removed meanwhile, or a process of another pid namespace
        }
    }

    private static boolean isProgram(long pid) {
        return nameOf(pid).filter(name -> !RUNTIME.matcher(name).matches()).isPresent();
    }

    private static Optional<String> nameOf(long pid) {
        try {
            return Optional.of(ProcessStat.of(pid).name());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    private Map<String, String> confirm(long pid) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("pid", Long.toString(pid));
        facts.put("process", nameOf(pid).orElse(""));
        mount.cgroupOf(pid)
                .ifPresent(path -> facts.put(
                        "pid_cgroup", path.startsWith(cgroup) ? path.toString() : path + " (outside " + cgroup + ")"));
        return facts;
    }
}
