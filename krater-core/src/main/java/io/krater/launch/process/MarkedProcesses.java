package io.krater.launch.process;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The machine's processes with the marks of executions in their environments, looked through once for all that ask
 * meanwhile: when hundreds of executions end together, each would otherwise look through the processes of all the others.
 * Thread-safe.
 */
final class MarkedProcesses {
    private final ProcessTable table;
    private final Object looking = new Object();
    /** Marks that were seen: a process that is ending has no environment any more. Guarded by {@link #looking}. */
    private final Map<Long, Marked> known = new HashMap<>();

    private long begun; // guarded by this
    private long latestNumber; // guarded by looking
    private List<Marked> latest = List.of(); // guarded by looking

    MarkedProcesses(ProcessTable table) {
        this.table = table;
    }

    /** A live process, and its mark if it has one. */
    record Marked(ProcessTable.Entry entry, Optional<String> mark) {}

    /** The live processes as they were at some time after this call began. */
    List<Marked> now() throws IOException {
        long wanted = begun() + 1;
        synchronized (looking) {
            if (latestNumber < wanted) {
                latestNumber = begin();
                latest = look();
            }
            return latest;
        }
    }

    private synchronized long begun() {
        return begun;
    }

    private synchronized long begin() {
        return ++begun;
    }

    private List<Marked> look() throws IOException {
        List<Marked> all = table.live(entry -> true).stream().map(this::marked).toList();
        known.clear();
        all.stream()
                .filter(process -> process.mark().isPresent())
                .forEach(process -> known.put(process.entry().pid(), process));
        return all;
    }

    private Marked marked(ProcessTable.Entry entry) {
        @Nullable Marked before = known.get(entry.pid());
        return before != null && before.entry().start() == entry.start()
                ? new Marked(entry, before.mark())
                : new Marked(entry, table.variable(entry.pid(), SessionConfinement.MARK));
    }

    /** A live process by its id. */
    Optional<ProcessTable.Entry> entry(long pid) {
        return table.entry(pid);
    }

    /** Live processes below one, without itself, at most so many. */
    List<Long> descendants(long pid, int most) {
        return table.descendants(pid, most);
    }
}
