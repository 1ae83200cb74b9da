package io.krater.cgroup.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By how much this process's time namespace shifts the boot that starts are counted from (time_namespaces(7)):
 *
 * <pre>
 * monotonic           0         0
 * boottime       100000         0
 * </pre>
 *
 * @param ticks the shift in clock ticks of 10 ms, in which every architecture of Linux counts here but Alpha
 * @param isWhole whether it is a whole number of ticks; else a start may be one tick off
 * @param isKnown whether it is known at all
 */
public record ShiftedBoot(long ticks, boolean isWhole, boolean isKnown) {
    private static final Pattern BOOT_TIME = Pattern.compile("(?m)^boottime +(-?\\d{1,10}) +(\\d{1,9})$");
    private static final long TICKS_PER_SECOND = 100;
    private static final long NANOS_PER_TICK = 10_000_000;

    /** The shift that a directory such as {@code /proc} shows this process. */
    public static ShiftedBoot in(Path proc) {
        Path self = proc.resolve("self");
        Path offsets = self.resolve("timens_offsets");
        if (!Files.exists(offsets)) {
            return new ShiftedBoot(0, true, true); // a kernel before 5.6, which has no time namespaces
        }
        try {
            Matcher matcher = BOOT_TIME.matcher(KernelFile.read(offsets));
            // the file is of the namespace that children are started in
            if (!matcher.find() || !sameForChildren(self.resolve("ns"))) {
                return new ShiftedBoot(0, true, false);
            }
            long nanos = Long.parseLong(matcher.group(2));
            return new ShiftedBoot(
                    Long.parseLong(matcher.group(1)) * TICKS_PER_SECOND + nanos / NANOS_PER_TICK,
                    nanos % NANOS_PER_TICK == 0,
                    true);
        } catch (IOException unreadable) {
            return new ShiftedBoot(0, true, false);
        }
    }

    private static boolean sameForChildren(Path namespaces) throws IOException {
        Path own = namespaces.resolve("time");
        return !Files.exists(own, LinkOption.NOFOLLOW_LINKS)
                || Files.readSymbolicLink(own).equals(Files.readSymbolicLink(namespaces.resolve("time_for_children")));
    }
}
