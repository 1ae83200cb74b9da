/**
 * Reads cgroup v2 and what a host says of itself, and samples it on a grid of time.
 *
 * <p>What is exported to KRATER's own modules alone carries no promise.
 */
module io.krater.cgroup {
    requires java.management;
    requires static transitive org.jspecify;

    exports io.krater.cgroup;
    exports io.krater.host;
    exports io.krater.sample;
    exports io.krater.sampler;
}
