package io.krater.experiment.density;

/** Names of what a trial measures and of what is known of it. */
final class DensityFigures {
    /** How many instances were alive. */
    static final String HELD = "held";

    /** How long memory took to settle, in seconds. */
    static final String SETTLE = "settle_seconds";

    /** By how much MemAvailable fell since before the first, in bytes a container. */
    static final String TAKEN = "mem_available_taken_per_container";

    /** CPU time of the host a second while idle, in cores. */
    static final String IDLE_HOST = "idle_host_cores";

    /** CPU time of the runtime's processes a second while idle, in cores. */
    static final String IDLE_RUNTIME = "idle_runtime_cores";

    /** PSS of this process, which measures, in bytes. */
    static final String HARNESS = "harness_pss";

    /** Fact: whether memory settled. */
    static final String SETTLED = "settled";

    private DensityFigures() {}
}
