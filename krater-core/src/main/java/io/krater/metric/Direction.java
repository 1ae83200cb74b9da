package io.krater.metric;

/** Which way a metric is better. */
public enum Direction {
    /** More is better, as of throughput. */
    HIGHER_IS_BETTER,
    /** Less is better, as of latency. */
    LOWER_IS_BETTER,
    /** Neither: the metric describes. */
    NEUTRAL
}
