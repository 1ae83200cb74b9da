package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import io.krater.cgroup.read.ProcUnits;
import io.krater.sample.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * When the machine was booted, from the wall clock and {@code /proc/uptime}; finer than {@code btime} of /proc/stat, which
 * counts in seconds. It moves with the wall clock, so a process's start is in the wall clock's terms of now.
 *
 * @param epochNanos boot, in nanoseconds since the Unix epoch
 * @param ticksPerSecond clock ticks a second
 */
public record BootTime(long epochNanos, long ticksPerSecond) {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Uptime and start times both count in hundredths of a second, rounded down: how far a start may be off, either way. */
    public static final long ERROR_NANOS = 10_000_000L;

    /**
     * As of now.
     *
     * @throws IOException if {@code /proc/uptime} cannot be read
     */
    public static BootTime now() throws IOException {
        return now(TimeSource.system(), UPTIME, ProcUnits.ofThisKernel().ticksPerSecond());
    }

    static BootTime now(TimeSource time, Path uptime, long ticksPerSecond) throws IOException {
        long before = time.epochNanos();
        String text = KernelFile.read(uptime);
        long after = time.epochNanos();
        long up = nanos(text).orElseThrow(() -> new IOException("not an uptime: " + text.strip()));
        return new BootTime(before + (after - before) / 2 - up, ticksPerSecond);
    }

    /** Uptime from text such as {@code 350735.47 234388.90}; exact, for a double has too few digits after a year. */
    public static Optional<Long> nanos(String text) {
        int blank = text.indexOf(' ');
        String first = blank < 0 ? text.strip() : text.substring(0, blank);
        if (!first.matches("\\d{1,9}\\.\\d{2}")) {
            return Optional.empty();
        }
        long hundredths = Long.parseLong(first.replace(".", ""));
        return Optional.of(hundredths * (NANOS_PER_SECOND / 100));
    }

    /** When a process was started, in nanoseconds since the Unix epoch, to within {@link #ERROR_NANOS}. */
    public long startOf(ProcessStat process) {
        long seconds = process.startTicks() / ticksPerSecond;
        long rest = process.startTicks() % ticksPerSecond;
        return epochNanos + seconds * NANOS_PER_SECOND + rest * NANOS_PER_SECOND / ticksPerSecond;
    }
}
