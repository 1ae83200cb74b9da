package io.krater.metric;

import java.util.List;

/** Metrics of trials that hold many instances, so that they can be derived from results that were saved. */
public final class HoldMetrics {
    /** The variants' parameter that says how many are held. */
    public static final String DENSITY = "density";

    /** PSS of the runtime's processes by the number of containers, in bytes: what RunD's tables hold, in KiB. */
    public static final Metric PSS_PER_CONTAINER = lower("pss_per_container", "B");

    /** PSS of the runtime's processes, in bytes. */
    public static final Metric PSS = lower("pss_total", "B");

    /** How many were alive. */
    public static final Metric HELD = Metric.measured("held", "", Direction.HIGHER_IS_BETTER);

    /** How long memory took to settle, in seconds. */
    public static final Metric SETTLE = Metric.measured("settle_seconds", "s", Direction.NEUTRAL);

    /** By how much MemAvailable fell since before the first, in bytes a container. */
    public static final Metric TAKEN = lower("mem_available_taken_per_container", "B");

    /** CPU time of the host a second while idle, in cores. */
    public static final Metric IDLE_HOST = lower("idle_host_cores", "cores");

    /** CPU time of the runtime's processes a second while idle, in cores. */
    public static final Metric IDLE_RUNTIME = lower("idle_runtime_cores", "cores");

    /** PSS of the process that measures, in bytes. */
    public static final Metric HARNESS = Metric.measured("harness_pss", "B", Direction.NEUTRAL);

    private HoldMetrics() {}

    private static Metric lower(String key, String unit) {
        return Metric.measured(key, unit, Direction.LOWER_IS_BETTER);
    }

    /** All of them, in the order of tables. */
    public static List<Metric> all() {
        return List.of(
                PSS_PER_CONTAINER,
                lower("uss_per_container", "B"),
                lower("rss_per_container", "B"),
                PSS,
                lower("uss_total", "B"),
                lower("rss_total", "B"),
                TAKEN,
                Metric.measured("mem_available", "B", Direction.NEUTRAL),
                lower("slab", "B"),
                IDLE_HOST,
                IDLE_RUNTIME,
                HELD,
                SETTLE,
                HARNESS);
    }
}
