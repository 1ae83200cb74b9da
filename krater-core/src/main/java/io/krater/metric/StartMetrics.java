package io.krater.metric;

import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Metrics of trials that start many instances at once, so that they can be derived from results that were saved. When an
 * instance is ready, the trial itself says ({@link #READY}).
 */
public final class StartMetrics {
    /** Fact of a trial: the mark at which an instance is ready; the first line of output where there is none. */
    public static final String READY = "ready";

    /** The variants' parameter that says how many start at once. */
    public static final String LEVEL = "level";

    /** Latest ready less earliest request, in seconds: RunD's cold-start latency of a round. */
    public static final Metric MAKESPAN =
            Metric.of("makespan_seconds", "s", Direction.LOWER_IS_BETTER, StartMetrics::makespan);

    /** Share of a round's instances that became ready, 0 to 1. */
    public static final Metric READY_SHARE =
            Metric.of("ready_share", "", Direction.HIGHER_IS_BETTER, StartMetrics::readyShare);

    /** CPU time of the host in a round by RunD's rule, without what was stolen, in milliseconds an instance. */
    public static final Metric HOST_CPU = Metric.measured("host_cpu_per_instance", "ms", Direction.LOWER_IS_BETTER);

    /** The same of the whole round, in milliseconds. */
    public static final Metric HOST_BUSY = Metric.measured("host_busy", "ms", Direction.NEUTRAL);

    /** Time that the hypervisor gave to others in a round, in milliseconds. */
    public static final Metric STEAL = Metric.measured("host_steal", "ms", Direction.NEUTRAL);

    /** Time between the first and the last request of a round, in seconds. */
    public static final Metric SKEW = Metric.measured("request_skew", "s", Direction.NEUTRAL);

    private StartMetrics() {}

    /** All of them, in the order of tables. */
    public static List<Metric> all() {
        return List.of(
                MAKESPAN,
                latency(Aggregate.MEAN),
                latency(Aggregate.P50),
                latency(Aggregate.P90),
                latency(Aggregate.P99),
                latency(Aggregate.MAX),
                HOST_CPU,
                HOST_BUSY,
                STEAL,
                SKEW,
                READY_SHARE);
    }

    /** Request to ready of each instance of a round, brought down to a figure of the round, in seconds. */
    public static Metric latency(Aggregate aggregate) {
        return Metric.of(
                "latency_" + aggregate.name().toLowerCase(Locale.ROOT) + "_seconds",
                "s",
                Direction.LOWER_IS_BETTER,
                trial -> isRound(trial) ? aggregate.of(latencies(trial)) : OptionalDouble.empty());
    }

    /** Request to ready of each instance of a round that became ready, in seconds. */
    public static double[] latencies(Trial trial) {
        String ready = ready(trial);
        return trial.instances().stream()
                .map(instance -> instance.seconds(Phase.REQUESTED.label(), ready))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
    }

    /** The mark at which an instance of this trial is ready. */
    public static String ready(Trial trial) {
        return trial.whole().facts().getOrDefault(READY, Phase.FIRST_OUTPUT.label());
    }

    /** Whether a trial is a round: its variant has a level. */
    public static boolean isRound(Trial trial) {
        return trial.variant().number(LEVEL).isPresent();
    }

    /** Latest ready less earliest request, in nanoseconds; empty where no instance has both. */
    public static OptionalLong makespanNanos(Trial trial) {
        String ready = ready(trial);
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Instance instance : trial.instances()) {
            Optional<Stamp> requested = instance.marks().at(Phase.REQUESTED);
            Optional<Stamp> reached = instance.marks().at(ready);
            if (requested.isPresent() && reached.isPresent()) {
                first = Math.min(first, instance.clockOffset().toClient(requested.get()));
                last = Math.max(last, instance.clockOffset().toClient(reached.get()));
            }
        }
        return last <= first ? OptionalLong.empty() : OptionalLong.of(last - first);
    }

    private static OptionalDouble makespan(Trial trial) {
        OptionalLong nanos = isRound(trial) ? makespanNanos(trial) : OptionalLong.empty();
        return nanos.isPresent() ? OptionalDouble.of(nanos.getAsLong() / 1e9) : OptionalDouble.empty();
    }

    private static OptionalDouble readyShare(Trial trial) {
        if (!isRound(trial)) {
            return OptionalDouble.empty();
        }
        long ready = trial.instances().stream()
                .filter(instance -> instance.outcome().isCompleted())
                .count();
        return OptionalDouble.of((double) ready / trial.instances().size());
    }
}
