package io.krater.suite;

import java.util.List;

/**
 * What a program is asked to do and how its log is read. An extension point: implementations are immutable and
 * thread-safe, and pass the library's {@code WorkloadContract}.
 */
public interface Workload {
    /** A short name for tables and results. */
    String name();

    /** The variants to run, at least one, with distinct labels. */
    List<Variant> variants();

    /** What is measured of the program's life. */
    Gate gate();

    /**
     * Name of the metric that the workload is about, as in tables: what {@link Suite.Builder#untilPrecision(double)}
     * looks at and what tables and reports begin with. The gate's length where a workload does not say otherwise; reports
     * then begin with the throughput, where it is reported.
     */
    default String primaryMetric() {
        return "gate_seconds";
    }

    /**
     * Reads what the program said of its own work.
     *
     * @param variant the variant that ran
     * @param log the program's lines in order; of a very long log the first and the last, of a very long line the beginning
     * @return what was found; nothing is invented for a line that is missing
     */
    default WorkloadResult read(Variant variant, List<String> log) {
        return WorkloadResult.none();
    }
}
