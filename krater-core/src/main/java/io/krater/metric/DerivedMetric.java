package io.krater.metric;

import io.krater.trial.Trial;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;

record DerivedMetric(String name, String unit, Direction direction, Function<Trial, OptionalDouble> derivation)
        implements Metric {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    DerivedMetric {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "metric name must be 1 to 63 of a-z 0-9 _ and begin with a letter, was \"" + name + "\"");
        }
    }

    /** Whether a metric can be called so. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public OptionalDouble of(Trial trial) {
        OptionalDouble value;
        try {
            value = Objects.requireNonNull(derivation.apply(trial), "it returned null, not OptionalDouble.empty()");
        } catch (RuntimeException broken) {
            throw new IllegalStateException(
                    "metric \"" + name + "\" broke on trial " + trial.id() + ": " + broken, broken);
        }
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? value : OptionalDouble.empty();
    }

    @Override
    public String toString() {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }
}
