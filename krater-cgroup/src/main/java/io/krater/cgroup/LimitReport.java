package io.krater.cgroup;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of {@link CgroupLimits}.
 *
 * @param applied by file ({@code cpu.max}), the value that the kernel then showed, which it may have rounded
 * @param refused by file, why the limit is not in force
 */
public record LimitReport(Map<String, String> applied, Map<String, String> refused) {
    /** Copies the maps. */
    public LimitReport {
        applied = Collections.unmodifiableMap(new TreeMap<>(applied));
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }

    /** Whether every limit that was asked for is in force. */
    public boolean complete() {
        return refused.isEmpty();
    }
}
