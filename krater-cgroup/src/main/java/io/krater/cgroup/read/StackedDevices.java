package io.krater.cgroup.read;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which block devices stand on others, by {@code /sys/dev/block/M:m/slaves}: what is read from such a one is read from the
 * others too. Each device is looked up once, when it is first seen; after that nothing is allocated. Not thread-safe.
 */
final class StackedDevices {
    private static final int FEW = 16;
    private static final long[] NONE = {};

    private final Path sys;
    private long[] devices = new long[FEW];
    private long[][] below = new long[FEW][];
    private int count;

    StackedDevices(Path sys) {
        this.sys = sys;
    }

    static StackedDevices ofThisHost() {
        return new StackedDevices(Path.of("/sys/dev/block"));
    }

    /**
     * Whether a line of a file is to be added up: it names a device, and none that this one stands on is in the file.
     *
     * @param line where the line begins
     */
    boolean counts(byte[] bytes, int line, int length) {
        long device = deviceAt(bytes, line, length);
        if (device < 0) {
            return bytes[line] != '('; // (unknown)
        }
        long[] lower = below(device);
        for (int i = 0; i < lower.length; i++) {
            if (isListed(bytes, length, lower[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isListed(byte[] bytes, int length, long device) {
        boolean begins = true;
        for (int at = 0; at < length; at++) {
            if (begins && deviceAt(bytes, at, length) == device) {
                return true;
            }
            begins = bytes[at] == '\n';
        }
        return false;
    }

    /** The device that a line begins with, as one number; negative if it begins with none. */
    private static long deviceAt(byte[] bytes, int from, int length) {
        long major = 0;
        int at = from;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9' && at - from < 9) {
            major = major * 10 + bytes[at++] - '0';
        }
        if (at == from || at >= length || bytes[at] != ':') {
            return -1;
        }
        long minor = 0;
        int begin = ++at;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9' && at - begin < 9) {
            minor = minor * 10 + bytes[at++] - '0';
        }
        return at == begin ? -1 : major << 32 | minor;
    }

    private long[] below(long device) {
        for (int i = 0; i < count; i++) {
            if (devices[i] == device) {
                return below[i];
            }
        }
        if (count == devices.length) {
            devices = Arrays.copyOf(devices, 2 * count);
            below = Arrays.copyOf(below, 2 * count);
        }
        List<Long> found = new ArrayList<>();
        collect(sys.resolve((device >> 32) + ":" + (device & 0xffff_ffffL)), found, FEW);
        devices[count] = device;
        below[count] = found.isEmpty()
                ? NONE
                : found.stream().mapToLong(Long::longValue).toArray();
        return below[count++];
    }

    /** All that a device stands on, and what that stands on; a partition stands where its disk does. */
    private static void collect(Path device, List<Long> into, int deepest) {
        try (DirectoryStream<Path> lower = Files.newDirectoryStream(device.resolve("slaves"))) {
            for (Path each : lower) {
                addNumber(each, into);
                if (deepest > 0) {
                    collect(each, into, deepest - 1);
                }
                if (Files.exists(each.resolve("partition"))) {
                    addNumber(each.toRealPath().getParent(), into);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return; // it stands on none, or the host does not tell: then each device is taken for one of its own
        }
    }

    private static void addNumber(@org.jspecify.annotations.Nullable Path device, List<Long> into) {
        if (device != null) {
            KernelFile.text(device.resolve("dev")).ifPresent(text -> {
                byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                long number = deviceAt(bytes, 0, bytes.length);
                if (number >= 0) {
                    into.add(number);
                }
            });
        }
    }
}
