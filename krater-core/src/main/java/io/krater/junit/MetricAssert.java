package io.krater.junit;

import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.result.SuiteResult;

/** Assertions on one metric of a result. */
public final class MetricAssert {
    private final SuiteResult result;
    private final Metric metric;

    MetricAssert(SuiteResult result, Metric metric) {
        this.result = result;
        this.metric = metric;
    }

    /**
     * Assertions on an environment, in all variants.
     *
     * @throws IllegalArgumentException if the suite has no such environment
     */
    public EnvironmentAssert of(String environment) {
        return new EnvironmentAssert(result, metric, environment);
    }

    static void requireDirection(Metric metric) {
        if (metric.direction() == Direction.NEUTRAL) {
            throw new IllegalArgumentException(
                    "a comparison by better and worse needs a metric with a direction, was " + metric.name());
        }
    }
}
