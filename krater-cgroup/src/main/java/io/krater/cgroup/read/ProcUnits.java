package io.krater.cgroup.read;

import io.krater.sample.CgroupReadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The units in which the kernel gives a process's figures. They are told to every program in its auxiliary vector
 * ({@code getauxval(3)}), pairs of machine words in {@code /proc/self/auxv}.
 *
 * @param ticksPerSecond clock ticks a second, for CPU times ({@code AT_CLKTCK})
 * @param pageSize bytes of a page, for memory ({@code AT_PAGESZ})
 */
public record ProcUnits(long ticksPerSecond, long pageSize) {
    private static final long AT_PAGESZ = 6;
    private static final long AT_CLKTCK = 17;
    private static final int PAIR = 2 * Long.BYTES;

    private static final long USEC_PER_SECOND = 1_000_000;

    public ProcUnits {
        if (ticksPerSecond <= 0 || pageSize <= 0) {
            throw new IllegalArgumentException("units must be positive, were " + ticksPerSecond + " and " + pageSize);
        }
    }

    /** Those of the running kernel. */
    public static ProcUnits ofThisKernel() {
        Path auxv = Path.of("/proc/self/auxv");
        try {
            ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(auxv)).order(ByteOrder.nativeOrder());
            long ticks = 0;
            long page = 0;
            while (words.remaining() >= PAIR) {
                long type = words.getLong();
                long value = words.getLong();
                if (type == AT_PAGESZ) {
                    page = value;
                } else if (type == AT_CLKTCK) {
                    ticks = value;
                }
            }
            return new ProcUnits(ticks, page);
        } catch (IOException | IllegalArgumentException e) {
            throw new CgroupReadException(auxv, "does not tell clock tick and page size: " + e.getMessage(), e);
        }
    }

    public long usec(long ticks) {
        return ticks * USEC_PER_SECOND / ticksPerSecond;
    }

    public long bytes(long pages) {
        return pages * pageSize;
    }
}
