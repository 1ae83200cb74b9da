package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of {@code /proc/swaps}: space that memory is swapped out to.
 *
 * @param name device or file
 * @param type {@code partition} or {@code file}
 * @param sizeBytes size
 * @param usedBytes how much is in use
 */
public record SwapDevice(String name, String type, long sizeBytes, long usedBytes) {
    private static final Path FILE = Path.of("/proc/swaps");
    private static final int FIELDS = 5;

    /** Those that are on; an empty list says that there is none. Empty where the kernel does not tell. */
    public static Optional<List<SwapDevice>> all() {
        return KernelFile.text(FILE).map(SwapDevice::parse);
    }

    public static List<SwapDevice> parse(String text) {
        List<SwapDevice> devices = new ArrayList<>();
        text.lines().forEach(line -> {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length == FIELDS) {
                Optional<Long> size = kib(fields[2]);
                Optional<Long> used = kib(fields[3]);
                if (size.isPresent() && used.isPresent()) {
                    devices.add(new SwapDevice(MountInfo.unescape(fields[0]), fields[1], size.get(), used.get()));
                }
            }
        });
        return List.copyOf(devices);
    }

    private static Optional<Long> kib(String text) {
        return KernelFile.parseNumber(text)
                .filter(kib -> kib >= 0 && kib <= Long.MAX_VALUE / 1024)
                .map(kib -> kib * 1024);
    }
}
