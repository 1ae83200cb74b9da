package io.krater.host;

import io.krater.cgroup.read.KernelFile;
import io.krater.cgroup.read.KeyedLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * {@code /proc/meminfo} at one moment (proc_meminfo(5)).
 *
 * @param entries values by key as the kernel prints them ({@code MemTotal} -> {@code 16384 kB})
 */
public record MemoryInfo(Map<String, String> entries) {
    private static final Path FILE = Path.of("/proc/meminfo");

    /** Copies the map. */
    public MemoryInfo {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /**
     * Reads it.
     *
     * @throws IOException if it cannot be read
     */
    public static MemoryInfo read() throws IOException {
        return parse(KernelFile.read(FILE));
    }

    public static MemoryInfo parse(String text) {
        return new MemoryInfo(KeyedLines.parse(text));
    }

    /** A figure in bytes, such as {@code MemAvailable}; empty if the kernel gives none of that name in kB. */
    public OptionalLong bytes(String key) {
        return KeyedLines.bytes(entries, key);
    }

    /** Memory that the kernel manages, in bytes. */
    public OptionalLong total() {
        return bytes("MemTotal");
    }

    /** Memory that can be had without swapping, in bytes, as the kernel estimates it. */
    public OptionalLong available() {
        return bytes("MemAvailable");
    }

    /** Swap space, in bytes; zero says that there is none. */
    public OptionalLong swapTotal() {
        return bytes("SwapTotal");
    }

    /** Swap space in use, in bytes. */
    public OptionalLong swapUsed() {
        OptionalLong total = swapTotal();
        OptionalLong free = bytes("SwapFree");
        return total.isPresent() && free.isPresent() && total.getAsLong() >= free.getAsLong()
                ? OptionalLong.of(total.getAsLong() - free.getAsLong())
                : OptionalLong.empty();
    }
}
