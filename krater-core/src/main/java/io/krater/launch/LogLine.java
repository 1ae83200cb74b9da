package io.krater.launch;

/**
 * A line of a workload's log.
 *
 * @param at when it was written, as the container runtime stamped it, or when it was read where nobody stamps lines
 * @param text the line without its end
 * @param truncated whether the line was longer than the launcher keeps
 */
public record LogLine(Stamp at, String text, boolean truncated) {}
