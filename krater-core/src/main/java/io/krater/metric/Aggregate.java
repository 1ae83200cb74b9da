package io.krater.metric;

import io.krater.stats.Quantile;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** How figures of instances become one of their trial. Quantiles are of type 7 (Hyndman and Fan 1996), as R's default. */
public enum Aggregate {
    /** The sum. */
    SUM(values -> Arrays.stream(values).sum()),
    /** The mean. */
    MEAN(values -> Arrays.stream(values).sum() / values.length),
    /** The lowest. */
    MIN(values -> Arrays.stream(values).min().orElseThrow()),
    /** The median. */
    P50(values -> quantile(values, 0.5)),
    /** The 90th percentile. */
    P90(values -> quantile(values, 0.9)),
    /** The 99th percentile. */
    P99(values -> quantile(values, 0.99)),
    /** The highest. */
    MAX(values -> Arrays.stream(values).max().orElseThrow()),
    /** The highest less the lowest. */
    SPAN(values -> Arrays.stream(values).max().orElseThrow()
            - Arrays.stream(values).min().orElseThrow());

    @SuppressWarnings("ImmutableEnumChecker") // each is a function without state
    private final ToDoubleFunction<double[]> function;

    Aggregate(ToDoubleFunction<double[]> function) {
        this.function = function;
    }

    /** The aggregate of these values; empty where there is none. */
    public OptionalDouble of(double[] values) {
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(function.applyAsDouble(values));
    }

    private static double quantile(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Quantile.ofSorted(sorted, p);
    }
}
