package io.krater.junit;

import io.krater.metric.Direction;
import io.krater.metric.Metric;

/** Assertions on one metric of a result. */
public final class MetricAssert {
    private final Footing footing;

    MetricAssert(Footing footing) {
        this.footing = footing;
    }

    /**
     * Assertions on an environment, in all variants.
     *
     * @throws IllegalArgumentException if the suite has no such environment
     */
    public EnvironmentAssert of(String environment) {
        return new EnvironmentAssert(footing, environment);
    }

    /**
     * Assertions on a variant against others, in each environment: how it scales.
     *
     * @throws IllegalArgumentException if the suite has no such variant
     */
    public GroupAssert ofVariant(String variant) {
        return GroupAssert.variant(footing, variant);
    }

    static void requireDirection(Metric metric) {
        if (metric.direction() == Direction.NEUTRAL) {
            throw new IllegalArgumentException(
                    "a comparison by better and worse needs a metric with a direction, was " + metric.name());
        }
    }
}
