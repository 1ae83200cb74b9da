package io.krater.sampler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What the calling thread has cost so far. */
final class SamplerCost {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean SUPPORTED = THREADS.isCurrentThreadCpuTimeSupported();

    private SamplerCost() {}

    /** CPU time of the calling thread, in nanoseconds; zero where the JVM cannot tell. */
    static long threadNanos() {
        return SUPPORTED ? THREADS.getCurrentThreadCpuTime() : 0;
    }
}
