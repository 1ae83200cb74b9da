package io.krater.cgroup.read;

import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.util.EnumSet;
import java.util.Set;

/**
 * The first line of {@code /proc/stat}, CPU time of all CPUs by kind in clock ticks:
 *
 * <pre>
 * cpu  2913 0 154 78713 0 0 0 0 0 0
 *      user nice system idle iowait irq softirq steal guest guest_nice
 * </pre>
 *
 * <p>See {@link io.krater.host.CpuTimes} for what counts as busy.
 */
public final class HostCpuParser implements FileParser {
    private static final int KINDS = 8;
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int STEAL = 7;
    /** So many ticks are 2900 years of a CPU; more would not fit in microseconds. */
    private static final long MOST_TICKS = Long.MAX_VALUE / 1_000_000 / (KINDS + 1);

    private final ProcUnits units;
    private final FieldCursor cursor = new FieldCursor();
    private final long[] ticks = new long[KINDS];

    public HostCpuParser(ProcUnits units) {
        this.units = units;
    }

    @Override
    public void parse(byte[] bytes, int length, Reading into) {
        if (length < 5 || bytes[0] != 'c' || bytes[1] != 'p' || bytes[2] != 'u' || bytes[3] != ' ' || bytes[4] != ' ') {
            return;
        }
        cursor.start(bytes, length);
        cursor.skip(2); // the name, and the second blank after it
        long total = 0;
        for (int i = 0; i < KINDS; i++) {
            ticks[i] = cursor.next();
            if (ticks[i] < 0 || ticks[i] > MOST_TICKS) {
                return;
            }
            total += ticks[i];
        }
        into.put(Column.HOST_TOTAL_USEC, units.usec(total));
        into.put(Column.HOST_BUSY_USEC, units.usec(total - ticks[IDLE] - ticks[IOWAIT]));
        into.put(Column.HOST_STEAL_USEC, units.usec(ticks[STEAL]));
    }

    @Override
    public Set<Column> columns() {
        return EnumSet.of(Column.HOST_TOTAL_USEC, Column.HOST_BUSY_USEC, Column.HOST_STEAL_USEC);
    }
}
