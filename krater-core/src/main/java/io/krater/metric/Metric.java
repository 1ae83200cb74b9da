package io.krater.metric;

import io.krater.trial.Instance;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Trial;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A figure derived from one trial. An extension point: implementations are pure, immutable and thread-safe, and pass
 * {@code MetricContract}.
 */
public interface Metric {
    /** The name in tables and files: 1 to 63 of {@code a-z 0-9 _}, beginning with a letter. */
    String name();

    /** The unit, as it stands on an axis; empty for a plain number. */
    String unit();

    /** Which way is better. */
    Direction direction();

    /** The figure of a trial; empty where the trial does not hold what it takes. Never NaN nor infinite. */
    OptionalDouble of(Trial trial);

    /** A metric of one's own that is neither better high nor low. */
    static Metric of(String name, String unit, Function<Trial, OptionalDouble> derivation) {
        return of(name, unit, Direction.NEUTRAL, derivation);
    }

    /**
     * A metric of one's own. A derivation that yields NaN or infinity counts as absent.
     *
     * @throws IllegalArgumentException if the name breaks the rule
     */
    static Metric of(String name, String unit, Direction direction, Function<Trial, OptionalDouble> derivation) {
        return new DerivedMetric(name, unit, direction, derivation);
    }

    /** A figure that the experiment's session measured itself ({@link Trial.Whole#figures}). */
    static Metric measured(String key, String unit, Direction direction) {
        return of(key, unit, direction, trial -> {
            MeasuredValue value = trial.whole().figures().get(key);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value.value());
        });
    }

    /**
     * A figure of each instance of a trial, brought down to one of the trial. Instances that do not have it take no part; a
     * trial in which none has it has no value.
     */
    static Metric overInstances(
            String name,
            String unit,
            Direction direction,
            Function<Instance, OptionalDouble> figure,
            Aggregate aggregate) {
        return of(
                name,
                unit,
                direction,
                trial -> aggregate.of(trial.instances().stream()
                        .map(figure)
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .toArray()));
    }

    /** A figure that the workload's log holds under this key. */
    static Metric reported(String key, String unit, Direction direction) {
        return of(key, unit, direction, trial -> {
            Double value = trial.workloadResult().values().get(key);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        });
    }
}
