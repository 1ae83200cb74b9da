package io.krater.monitor;

import java.time.Duration;

/**
 * A host that can be measured, now and again, while something else runs. Implementations are immutable and thread-safe; each
 * probe that they open belongs to one thread.
 */
public interface HostSource {
    /** The host's name in tables and figures. */
    String host();

    /** What the host is there for, such as {@code master} or {@code worker}; empty where that does not matter. */
    String role();

    /**
     * Begins measuring.
     *
     * @param interval the distance of samples that is wished for
     * @throws HostSourceException if that is not possible now; it is tried again later
     */
    HostProbe open(Duration interval) throws HostSourceException;
}
