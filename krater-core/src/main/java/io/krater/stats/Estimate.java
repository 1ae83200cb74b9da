package io.krater.stats;

/**
 * A number computed from trials, and how surely it is known.
 *
 * @param value the estimate
 * @param interval its confidence interval, where the trials allow one
 */
public record Estimate(double value, Computed<Interval> interval) {}
