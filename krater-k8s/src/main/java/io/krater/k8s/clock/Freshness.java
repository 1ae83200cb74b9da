package io.krater.k8s.clock;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.krater.node.LogTime;
import java.util.List;

/**
 * Notices changes that a watch delivers late, after a network that stood still for a while: their arrival says nothing of
 * when they came. Every change carries the API server's time of it, in whole seconds, which is no measure for a latency but
 * enough to tell that an arrival is seconds later than others were. One thread.
 */
public final class Freshness {
    private static final double TOLERATED_SECONDS = 1.6;

    /** The least time from a change to its arrival so far: the clocks' offset and up to a second of rounding. */
    private double least = Double.NaN;

    /** Whether a change arrived as soon as changes do. */
    public boolean isFresh(Pod pod, double arrivalEpochSeconds) {
        long changed = lastChange(pod.getMetadata().getManagedFields());
        if (changed == Long.MIN_VALUE) {
            return true; // a server that keeps no times cannot be doubted this way
        }
        double lag = arrivalEpochSeconds - changed;
        if (Double.isNaN(least) || lag < least) {
            least = lag;
        }
        return lag - least <= TOLERATED_SECONDS;
    }

    private static long lastChange(List<ManagedFieldsEntry> entries) {
        long last = Long.MIN_VALUE;
        for (ManagedFieldsEntry entry : entries == null ? List.<ManagedFieldsEntry>of() : entries) {
            if (entry.getTime() != null) {
                long at = LogTime.parse(entry.getTime());
                last = Math.max(last, at == LogTime.NONE ? last : at / 1_000_000_000L);
            }
        }
        return last;
    }
}
