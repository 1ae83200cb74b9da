package io.krater.monitor;

/**
 * Hears of what a {@link HostMonitor} measures while it does, from the threads of its hosts: several at once. What it throws
 * is not caught: it must not throw.
 */
public interface HostListener {
    /** Nobody. */
    HostListener NONE = new HostListener() {};

    /** A sample was taken. */
    default void sampled(String host, HostQuantity quantity, long epochNanos, double value) {}

    /** A host could not be read. */
    default void failed(String host, long epochNanos, String problem) {}

    /** A host was read: what was told of it since the time before belongs together. */
    default void read(String host) {}
}
