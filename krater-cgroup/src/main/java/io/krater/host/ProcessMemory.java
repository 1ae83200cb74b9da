package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import io.krater.cgroup.read.KeyedLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * {@code /proc/<pid>/smaps_rollup} at one moment (Documentation/filesystems/proc.rst, since Linux 4.14): a process's memory
 * with shared pages told apart. Reading it walks the page tables, so it costs the kernel much.
 *
 * @param entries values by key as the kernel prints them ({@code Pss} -> {@code 1234 kB})
 */
public record ProcessMemory(Map<String, String> entries) {
    private static final Path PROC = Path.of("/proc");

    /** Copies the map. */
    public ProcessMemory {
        entries = Map.copyOf(entries);
    }

    /**
     * Reads a process's memory.
     *
     * @throws IOException if there is no such process, it has no memory (a kernel thread, a zombie), or it belongs to
     *     another user
     */
    public static ProcessMemory of(long pid) throws IOException {
        Path file = PROC.resolve(Long.toString(pid)).resolve("smaps_rollup");
        ProcessMemory memory = parse(KernelFile.read(file));
        if (memory.pss().isEmpty()) {
            throw new IOException("no PSS in " + file);
        }
        return memory;
    }

    public static ProcessMemory parse(String text) {
        return new ProcessMemory(KeyedLines.parse(text));
    }

    /** A figure in bytes, such as {@code Private_Dirty}; empty if the kernel gives none of that name. */
    public OptionalLong bytes(String key) {
        return KeyedLines.bytes(entries, key);
    }

    /** Proportional set size, in bytes: each page divided by the number of processes that share it. */
    public OptionalLong pss() {
        return bytes("Pss");
    }

    /** Resident memory, in bytes, exact. */
    public OptionalLong rss() {
        return bytes("Rss");
    }

    /** Proportional share of swapped-out memory, in bytes. */
    public OptionalLong swapPss() {
        return bytes("SwapPss");
    }
}
