package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * CPU time by kind since boot, in clock ticks, of all CPUs or of one: a {@code cpu} line of {@code /proc/stat}
 * (proc_stat(5)). {@link #guest} is contained in {@link #user}, {@link #guestNice} in {@link #nice}.
 *
 * <p>The kernel lets {@link #iowait} and {@link #idle} go back at times, so a difference of either may be negative.
 *
 * @param user user mode
 * @param nice user mode with low priority
 * @param system kernel mode
 * @param idle idle
 * @param iowait idle while I/O was outstanding
 * @param irq interrupts
 * @param softirq deferred interrupt work
 * @param steal given to others by the hypervisor
 * @param guest virtual CPUs of guests
 * @param guestNice virtual CPUs of guests with low priority
 */
public record CpuTimes(
        long user,
        long nice,
        long system,
        long idle,
        long iowait,
        long irq,
        long softirq,
        long steal,
        long guest,
        long guestNice) {
    private static final int FIELDS = 10;

    /** Parses a line without its name; empty unless it has all ten figures (Linux 2.6.33 and later). */
    public static Optional<CpuTimes> parse(String figures) {
        StringTokenizer fields = new StringTokenizer(figures, " ");
        if (fields.countTokens() < FIELDS) {
            return Optional.empty();
        }
        long[] ticks = new long[FIELDS];
        for (int i = 0; i < FIELDS; i++) {
            Optional<Long> value = KernelFile.parseNumber(fields.nextToken()).filter(number -> number >= 0);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            ticks[i] = value.get();
        }
        return Optional.of(new CpuTimes(
                ticks[0], ticks[1], ticks[2], ticks[3], ticks[4], ticks[5], ticks[6], ticks[7], ticks[8], ticks[9]));
    }

    /** Time of any kind. Guest time is in user time already and is not added again. */
    public long total() {
        return user + nice + system + idle + iowait + irq + softirq + steal;
    }

    /** Time neither idle nor waiting for I/O, in ticks; it contains {@link #steal}. */
    public long busy() {
        return total() - idle - iowait;
    }
}
