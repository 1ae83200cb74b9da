package io.krater.monitor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of some hosts from one moment to another.
 *
 * @param metrics the series
 * @param roles roles by host, of all hosts that were to be measured
 * @param gaps where samples are missing
 * @param problems reads that failed; one that cost no sample leaves no gap
 * @param beginNanos when measuring began, in nanoseconds since the Unix epoch
 * @param endNanos when it ended
 * @param cpuSeconds CPU time that measuring took in this process
 */
public record HostRecord(
        HostMetrics metrics,
        Map<String, String> roles,
        List<HostGap> gaps,
        List<HostProblem> problems,
        long beginNanos,
        long endNanos,
        double cpuSeconds) {
    /** Copies the map and the lists. */
    public HostRecord {
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        gaps = List.copyOf(gaps);
        problems = List.copyOf(problems);
    }
}
