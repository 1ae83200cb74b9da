package io.krater.monitor;

/**
 * A read of a host that failed, in part or whole.
 *
 * @param host the host
 * @param epochNanos when, in nanoseconds since the Unix epoch
 * @param message what was wrong, with the host's name
 */
public record HostProblem(String host, long epochNanos, String message) {}
