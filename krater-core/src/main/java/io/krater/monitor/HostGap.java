package io.krater.monitor;

import java.util.List;

/**
 * A stretch of time in which a host has no samples though it should.
 *
 * @param host the host
 * @param quantities what is missing, by name; empty where the host has nothing at all
 * @param fromNanos the last sample before, or the beginning, in nanoseconds since the Unix epoch
 * @param toNanos the first sample after, or the end
 * @param reason why, as far as it is known
 */
public record HostGap(String host, List<String> quantities, long fromNanos, long toNanos, String reason) {
    /** Copies the list. */
    public HostGap {
        quantities = List.copyOf(quantities);
    }

    /** Its length in seconds. */
    public double seconds() {
        return (toNanos - fromNanos) / 1e9;
    }
}
