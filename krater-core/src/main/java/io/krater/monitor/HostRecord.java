package io.krater.monitor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of some hosts from one moment to another.
 *
 * @param metrics the series
 * @param roles roles by host, of all hosts that were to be measured
 * @param gaps where samples are missing
 * @param cpuSeconds CPU time that measuring took in this process
 */
public record HostRecord(HostMetrics metrics, Map<String, String> roles, List<HostGap> gaps, double cpuSeconds) {
    /** Copies the map and the list. */
    public HostRecord {
        roles = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        gaps = List.copyOf(gaps);
    }
}
