package io.krater.metric;

import static io.krater.metric.Direction.HIGHER_IS_BETTER;
import static io.krater.metric.Direction.LOWER_IS_BETTER;
import static io.krater.metric.Direction.NEUTRAL;

import io.krater.launch.Phase;
import io.krater.sample.Column;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.sampler.Recording;
import io.krater.trial.GatedColumn;
import io.krater.trial.Trial;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The built-in metrics. Those that KRATER has keep its meaning; where the samples enclose the gate's edges, counters are
 * interpolated there instead of being cut off at the samples inside.
 */
public final class Metrics {
    private static final double MICROS = 1e6;
    private static final int LONGEST_NAME = 63;

    /** Speed that the workload reports, in MFLOPS. KRATER's {@code throughput_mflops}. */
    public static final Metric THROUGHPUT = Metric.reported("throughput_mflops", "MFLOPS", HIGHER_IS_BETTER);

    /** Operations that the workload reports as done within its gate. KRATER's {@code iterations}. */
    public static final Metric ITERATIONS = Metric.reported("iterations", "", HIGHER_IS_BETTER);

    /** CPU time used per time within the gate, in cores. KRATER's {@code avg_cpu_cores}. */
    public static final Metric CPU_CORES =
            Metric.of("avg_cpu_cores", "cores", NEUTRAL, trial -> rate(trial, Column.USAGE_USEC, 1 / MICROS));

    /** CPU time within the gate, in seconds. */
    public static final Metric CPU_TIME =
            Metric.of("cpu_seconds", "s", LOWER_IS_BETTER, trial -> increase(trial, Column.USAGE_USEC, 1 / MICROS));

    /** Share of CPU time that the kernel took: system / (user + system), 0 to 1. */
    public static final Metric KERNEL_FRACTION =
            Metric.of("kernel_time_fraction", "", LOWER_IS_BETTER, Metrics::kernelFraction);

    /** CPU time per operation that the workload reports, in microseconds. */
    public static final Metric CPU_PER_OPERATION = Metric.of(
            "cpu_usec_per_op",
            "us/op",
            LOWER_IS_BETTER,
            trial -> perOperation(trial, increase(trial, Column.USAGE_USEC, 1)));

    /** Highest sample of the memory charged within the gate, in bytes. KRATER's {@code peak_mem_bytes}. */
    public static final Metric PEAK_MEMORY = Metric.of("peak_mem_bytes", "B", LOWER_IS_BETTER, Metrics::peakMemory);

    /**
     * The highest memory charged that the kernel itself saw (memory.peak), in bytes: since the gate's opening was seen where
     * it was reset there (Linux 6.12 and later), or of the whole life where that is the gate. Absent elsewhere: it would be
     * the peak of the warm-up too.
     */
    public static final Metric KERNEL_PEAK_MEMORY =
            Metric.of("kernel_peak_mem_bytes", "B", LOWER_IS_BETTER, Metrics::kernelPeak);

    /** Mean of the memory charged over the samples within the gate, in bytes. KRATER's {@code avg_mem_bytes}. */
    public static final Metric MEAN_MEMORY = Metric.of(
            "avg_mem_bytes",
            "B",
            LOWER_IS_BETTER,
            trial -> trial.gated(Column.MEMORY_CURRENT).map(GatedColumn::mean).orElse(OptionalDouble.empty()));

    /** Highest anonymous memory sampled within the gate, in bytes. */
    public static final Metric PEAK_ANONYMOUS =
            Metric.of("peak_anon_bytes", "B", LOWER_IS_BETTER, trial -> highest(trial, Column.ANON));

    /** Peak memory beyond what the workload's own data need, in bytes; absent where that need is not known. */
    public static final Metric MEMORY_OVERHEAD =
            Metric.of("memory_overhead_bytes", "B", LOWER_IS_BETTER, Metrics::memoryOverhead);

    /** Request sent to pod seen Running, in seconds. KRATER's {@code cold_start_time}; absent where there is no such phase. */
    public static final Metric COLD_START =
            Metric.of("cold_start_time", "s", LOWER_IS_BETTER, trial -> trial.seconds(Phase.REQUESTED, Phase.RUNNING));

    /** Request sent to the first line of output, in seconds. */
    public static final Metric FIRST_OUTPUT = Metric.of(
            "first_output_seconds", "s", LOWER_IS_BETTER, trial -> trial.seconds(Phase.REQUESTED, Phase.FIRST_OUTPUT));

    /** Request sent to the opening of the gate, warm-up included, in seconds. */
    public static final Metric TIME_TO_GATE = Metric.of(
            "time_to_gate_seconds", "s", LOWER_IS_BETTER, trial -> trial.seconds(Phase.REQUESTED, Phase.BENCH_START));

    /** Length of the gate, in seconds. */
    public static final Metric GATE_TIME = Metric.of(
            "gate_seconds",
            "s",
            NEUTRAL,
            trial -> trial.gate().map(gate -> OptionalDouble.of(gate.seconds())).orElse(OptionalDouble.empty()));

    /**
     * Elapsed time of a program from its first instruction to its end, in seconds: the gate's length where the gate is the
     * whole life. Absent where the gate lies between two lines of the log: that length is often the workload's choice.
     */
    public static final Metric WALL_TIME = Metric.of("wall_time", "s", LOWER_IS_BETTER, Metrics::wallTime);

    /** Periods within the gate in which the CPU quota ran out. KRATER's {@code throttled_events}. */
    public static final Metric THROTTLED_EVENTS =
            Metric.of("throttled_events", "", LOWER_IS_BETTER, trial -> whole(increase(trial, Column.NR_THROTTLED, 1)));

    /** Time for which the cgroup was throttled within the gate, summed over CPUs, in seconds. */
    public static final Metric THROTTLED_TIME = Metric.of(
            "throttled_seconds", "s", LOWER_IS_BETTER, trial -> increase(trial, Column.THROTTLED_USEC, 1 / MICROS));

    /** Energy of the host's CPU packages within the gate, in joules; other load on the host is in it. */
    public static final Metric ENERGY = Metric.of(
            "energy_joules",
            "J",
            LOWER_IS_BETTER,
            trial -> trial.gated(Scope.HOST, Column.ENERGY_UJ)
                    .map(column -> scaled(column.increase(), 1 / MICROS))
                    .orElse(OptionalDouble.empty()));

    /** Energy per operation that the workload reports, in joules. */
    public static final Metric ENERGY_PER_OPERATION =
            Metric.of("energy_joules_per_op", "J/op", LOWER_IS_BETTER, trial -> perOperation(trial, ENERGY.of(trial)));

    /** Share of the gate that lies between samples, 0 to 1. */
    public static final Metric GATE_COVERAGE = Metric.of(
            "gate_coverage",
            "",
            HIGHER_IS_BETTER,
            trial -> trial.gated(Column.USAGE_USEC)
                    .map(column -> OptionalDouble.of(column.coverage()))
                    .orElse(OptionalDouble.empty()));

    private static final List<Metric> ALL = List.of(
            THROUGHPUT,
            ITERATIONS,
            CPU_CORES,
            CPU_TIME,
            KERNEL_FRACTION,
            CPU_PER_OPERATION,
            PEAK_MEMORY,
            KERNEL_PEAK_MEMORY,
            MEAN_MEMORY,
            PEAK_ANONYMOUS,
            MEMORY_OVERHEAD,
            COLD_START,
            FIRST_OUTPUT,
            TIME_TO_GATE,
            GATE_TIME,
            WALL_TIME,
            THROTTLED_EVENTS,
            THROTTLED_TIME,
            ENERGY,
            ENERGY_PER_OPERATION,
            GATE_COVERAGE);

    private Metrics() {}

    private static OptionalDouble wallTime(Trial trial) {
        boolean betweenLines =
                trial.seconds(Phase.BENCH_START, Phase.BENCH_START).isPresent();
        return betweenLines ? OptionalDouble.empty() : GATE_TIME.of(trial);
    }

    /** All built-in metrics, in the order of tables. */
    public static List<Metric> all() {
        return ALL;
    }

    /**
     * Seconds from one mark to another, whichever marks a trial has: well-known ones by their label ({@code requested}), those of
     * an attached log ({@code TS00}), of a workload's own lines ({@code program.loaded}). Negative where the other came first;
     * absent where a mark was not observed or nothing relates the two clocks. Of several instances the mean over those that have
     * both.
     *
     * @throws IllegalArgumentException if a mark is blank
     */
    public static Metric step(String from, String to) {
        if (from.isBlank() || to.isBlank()) {
            throw new IllegalArgumentException(
                    "a step lies between two marks, was from \"" + from + "\" to \"" + to + "\"");
        }
        return Metric.of(
                stepName(from, to),
                "s",
                LOWER_IS_BETTER,
                trial -> trial.only().isPresent()
                        ? trial.seconds(from, to)
                        : trial.instances().stream()
                                .map(instance -> instance.seconds(from, to))
                                .filter(OptionalDouble::isPresent)
                                .mapToDouble(OptionalDouble::getAsDouble)
                                .average());
    }

    /** Both marks in a metric's letters; a long name ends with a number of its own. */
    private static String stepName(String from, String to) {
        String name = ("step_" + from + "_to_" + to).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, LONGEST_NAME - 9) + String.format(Locale.ROOT, "_%08x", name.hashCode());
    }

    private static OptionalDouble increase(Trial trial, Column column, double factor) {
        return trial.gated(column)
                .map(gated -> scaled(gated.increase(), factor))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble rate(Trial trial, Column column, double factor) {
        return trial.gated(column).map(gated -> scaled(gated.rate(), factor)).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble highest(Trial trial, Column column) {
        return trial.gated(column).map(GatedColumn::max).map(Metrics::asDouble).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble kernelFraction(Trial trial) {
        OptionalDouble user = increase(trial, Column.USER_USEC, 1);
        OptionalDouble system = increase(trial, Column.SYSTEM_USEC, 1);
        if (user.isEmpty() || system.isEmpty() || user.getAsDouble() + system.getAsDouble() <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(system.getAsDouble() / (user.getAsDouble() + system.getAsDouble()));
    }

    private static OptionalDouble peakMemory(Trial trial) {
        return highest(trial, Column.MEMORY_CURRENT);
    }

    private static OptionalDouble kernelPeak(Trial trial) {
        SampleSet set = trial.samples().get(Scope.CONTAINER);
        boolean wholeLife = !trial.phases().containsKey(Phase.BENCH_START);
        if (set == null || !(wholeLife || set.facts().containsKey(Recording.PEAK_RESET))) {
            return OptionalDouble.empty();
        }
        return trial.gated(Scope.CONTAINER, Column.MEMORY_PEAK)
                .map(GatedColumn::atClosing)
                .map(Metrics::asDouble)
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble memoryOverhead(Trial trial) {
        OptionalDouble peak = peakMemory(trial);
        if (peak.isEmpty() || trial.variant().dataBytes().isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                peak.getAsDouble() - (double) trial.variant().dataBytes().getAsLong());
    }

    private static OptionalDouble perOperation(Trial trial, OptionalDouble amount) {
        Double operations = trial.workloadResult().values().get("iterations");
        if (operations == null || operations <= 0 || amount.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(amount.getAsDouble() / operations);
    }

    private static OptionalDouble asDouble(OptionalLong value) {
        return value.isPresent() ? OptionalDouble.of((double) value.getAsLong()) : OptionalDouble.empty();
    }

    private static OptionalDouble scaled(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    /** A count of events: interpolation at the edges must not make parts of one. */
    private static OptionalDouble whole(OptionalDouble value) {
        return value.isPresent() ? OptionalDouble.of(Math.rint(value.getAsDouble())) : value;
    }
}
