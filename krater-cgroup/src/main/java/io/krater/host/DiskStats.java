package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /proc/diskstats} at one moment (Documentation/admin-guide/iostats.rst): counters since boot of whole disks. Partitions,
 * loop, RAM and compressed-memory devices are left out: what they do a disk does, or none.
 *
 * @param disks counters by device name
 */
public record DiskStats(Map<String, Disk> disks) {
    private static final Path FILE = Path.of("/proc/diskstats");
    private static final Path BLOCK = Path.of("/sys/block");
    /** Sectors are counted in 512 bytes, whatever the device's own are. */
    private static final long SECTOR = 512;

    /**
     * A disk.
     *
     * @param readBytes bytes read
     * @param writtenBytes bytes written
     * @param busyMillis time in which it had at least one request, in milliseconds
     */
    public record Disk(long readBytes, long writtenBytes, long busyMillis) {}

    /** Copies the map. */
    public DiskStats {
        disks = Collections.unmodifiableMap(new LinkedHashMap<>(disks));
    }

    /**
     * Reads it.
     *
     * @throws IOException if it cannot be read
     */
    public static DiskStats read() throws IOException {
        return parse(KernelFile.read(FILE), name -> Files.isDirectory(BLOCK.resolve(name)));
    }

    /** Parses the file. Lines that are damaged are left out. */
    static DiskStats parse(String text, Predicate<String> isWhole) {
        Map<String, Disk> disks = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            String[] fields = line.strip().split("\\s+", -1);
            // major, minor, name, then eleven counters and since Linux 4.18 more
            if (fields.length >= 14 && !fields[2].matches("(loop|ram|zram)\\d+") && isWhole.test(fields[2])) {
                disk(fields).ifPresent(disk -> disks.put(fields[2], disk));
            }
        });
        return new DiskStats(disks);
    }

    private static Optional<Disk> disk(String[] fields) {
        Optional<Long> read = KernelFile.parseNumber(fields[5]);
        Optional<Long> written = KernelFile.parseNumber(fields[9]);
        Optional<Long> busy = KernelFile.parseNumber(fields[12]);
        return read.isEmpty() || written.isEmpty() || busy.isEmpty()
                ? Optional.empty()
                : Optional.of(new Disk(read.get() * SECTOR, written.get() * SECTOR, busy.get()));
    }
}
