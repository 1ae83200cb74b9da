package io.krater.cgroup.read;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Lines of {@code Key: value}, as in /proc/meminfo, /proc/pid/status and smaps_rollup. */
public final class KeyedLines {
    private static final String KIB = " kB";

    private KeyedLines() {}

    /** Values by key in the order of the lines; lines without a colon are left out, of equal keys the first counts. */
    public static Map<String, String> parse(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                entries.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        return entries;
    }

    /** A value in kB (1024 bytes, as the kernel means it), in bytes; empty if there is none of that form. */
    public static OptionalLong bytes(Map<String, String> entries, String key) {
        String value = entries.get(key);
        if (value == null || !value.endsWith(KIB)) {
            return OptionalLong.empty();
        }
        return KernelFile.parseNumber(value.substring(0, value.length() - KIB.length()))
                .filter(kib -> kib >= 0 && kib <= Long.MAX_VALUE / 1024)
                .map(kib -> OptionalLong.of(kib * 1024))
                .orElse(OptionalLong.empty());
    }
}
