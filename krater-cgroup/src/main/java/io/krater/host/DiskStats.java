package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
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
        return read(DiskStats::isWhole);
    }

    /**
     * Reads the disks of some names, as {@link #isWhole} tells them; who reads again and again keeps the answer.
     *
     * @throws IOException if it cannot be read
     */
    public static DiskStats read(Predicate<String> isWhole) throws IOException {
        return parse(KernelFile.read(FILE), isWhole);
    }

    /** Whether a device is a disk and no part of one. */
    public static boolean isWhole(String name) {
        return !name.matches("(loop|ram|zram)\\d+") && Files.isDirectory(BLOCK.resolve(name));
    }

    /** Parses the file. Lines that are damaged are left out. */
    static DiskStats parse(String text, Predicate<String> isWhole) {
        Map<String, Disk> disks = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            StringTokenizer fields = new StringTokenizer(line, " ");
            // major, minor, name, then eleven counters and since Linux 4.18 more
            if (fields.countTokens() >= 14) {
                fields.nextToken();
                fields.nextToken();
                String name = fields.nextToken();
                if (isWhole.test(name)) {
                    disk(fields).ifPresent(disk -> disks.put(name, disk));
                }
            }
        });
        return new DiskStats(disks);
    }

    private static Optional<Disk> disk(StringTokenizer fields) {
        long[] counters = new long[10];
        for (int i = 0; i < counters.length; i++) {
            Optional<Long> counter = KernelFile.parseNumber(fields.nextToken());
            if (counter.isEmpty()) {
                return Optional.empty();
            }
            counters[i] = counter.get();
        }
        return Optional.of(new Disk(counters[2] * SECTOR, counters[6] * SECTOR, counters[9]));
    }
}
