package io.krater.sampler;

import io.krater.cgroup.CgroupMembership;
import io.krater.cgroup.TreeMembership;
import io.krater.cgroup.read.ProcUnits;
import io.krater.host.Membership;
import io.krater.host.ProcessGroup;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.ColumnReader;
import io.krater.sample.Reading;
import io.krater.sample.TimeSource;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for what a cgroup does not tell, with sums over processes from {@code /proc}.
 *
 * <p>The figures mean almost, not quite, the same, so their origin is {@link #ORIGIN}: memory_current is the sum of
 * resident memory (pages that processes share count for each; page cache that nobody maps does not count), anon the sum
 * of resident anonymous memory, pids_current the number of threads; CPU times come in clock ticks (10 ms) and include
 * ended children once their parent has waited for them. New processes are looked for at most every 50 ms.
 */
final class ProcReader implements ColumnReader {
    /** The origin of every column that is summed over processes. */
    static final String ORIGIN = "proc";

    private static final Path PROC = Path.of("/proc");
    private static final long REFRESH_NANOS = 50_000_000;

    private final Set<Column> wanted;
    private final Membership membership;
    private final ProcessGroup group;
    private final ProcUnits units;
    private final TimeSource time;
    private final boolean readsCpu;
    private long incompleteReadings;
    private long refreshed;
    private @Nullable String ended;

    private ProcReader(
            Set<Column> wanted, Membership membership, ProcessGroup group, ProcUnits units, TimeSource time) {
        this.wanted = Set.copyOf(wanted);
        this.membership = membership;
        this.group = group;
        this.units = units;
        this.time = time;
        this.readsCpu = wanted.contains(Column.USAGE_USEC) || wanted.contains(Column.PIDS_CURRENT);
        group.refresh();
        refreshed = time.nanoTime();
    }

    /** The figures that can be had from {@code /proc} of a process tree. */
    static Set<Column> columns() {
        return Set.of(
                Column.USAGE_USEC,
                Column.USER_USEC,
                Column.SYSTEM_USEC,
                Column.MEMORY_CURRENT,
                Column.ANON,
                Column.PIDS_CURRENT);
    }

    /** Sums over a process and its descendants. */
    static ProcReader ofTree(long pid, TimeSource time) {
        ProcReader reader = ofTree(PROC, pid, ProcUnits.ofThisKernel(), time);
        if (reader.group.isEmpty()) {
            throw new CgroupReadException(PROC.resolve(Long.toString(pid)), "no such process");
        }
        return reader;
    }

    static ProcReader ofTree(Path proc, long pid, ProcUnits units, TimeSource time) {
        Membership descendants = new TreeMembership(proc, pid);
        ProcessGroup group = new ProcessGroup(proc, descendants);
        group.add(pid);
        return new ProcReader(columns(), descendants, group, units, time);
    }

    /** Sums over the processes of a cgroup and those below it. CPU time is not among them, every cgroup has its own. */
    static ProcReader ofCgroup(Path cgroup, Set<Column> wanted, TimeSource time) {
        return ofCgroup(PROC, cgroup, wanted, ProcUnits.ofThisKernel(), time);
    }

    static ProcReader ofCgroup(Path proc, Path cgroup, Set<Column> wanted, ProcUnits units, TimeSource time) {
        Membership members = new CgroupMembership(cgroup);
        return new ProcReader(wanted, members, new ProcessGroup(proc, members), units, time);
    }

    @Override
    public Map<Column, String> columns(Column.Pace pace) {
        Map<Column, String> columns = new EnumMap<>(Column.class);
        for (Column column : wanted) {
            if (column.pace() == pace) {
                columns.put(column, ORIGIN);
            }
        }
        return columns;
    }

    @Override
    public void read(Column.Pace pace, Reading into) {
        long now = time.nanoTime();
        if (now - refreshed >= REFRESH_NANOS) {
            group.refresh();
            refreshed = now;
        }
        if (group.isIncomplete()) {
            incompleteReadings++;
            return;
        }
        if (readsCpu && group.readCpu()) {
            put(into, Column.USER_USEC, units.usec(group.userTicks()));
            put(into, Column.SYSTEM_USEC, units.usec(group.systemTicks()));
            put(into, Column.USAGE_USEC, units.usec(group.userTicks() + group.systemTicks()));
            if (group.threads() > 0) {
                put(into, Column.PIDS_CURRENT, group.threads()); // of processes that are ending, the kernel says 0
            }
        }
        if (membership.keepsLeavers() && group.isEmpty()) {
            ended = "process ended";
            return;
        }
        if (group.readMemory() || group.isEmpty()) {
            put(into, Column.MEMORY_CURRENT, units.bytes(group.residentPages()));
            put(into, Column.ANON, units.bytes(group.anonymousPages()));
        }
    }

    private void put(Reading into, Column column, long value) {
        if (wanted.contains(column)) {
            into.put(column, value);
        }
    }

    @Override
    public boolean hasEnded() {
        return ended != null;
    }

    @Override
    public Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!membership.limitation().isEmpty()) {
            facts.put("proc.limitation", membership.limitation());
        }
        if (incompleteReadings > 0) {
            facts.put("proc.incomplete", "in " + incompleteReadings + " readings some processes could not be seen");
        }
        return facts;
    }

    @Override
    public void close() {
        group.close();
    }
}
