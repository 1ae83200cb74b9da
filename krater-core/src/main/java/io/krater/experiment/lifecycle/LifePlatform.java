package io.krater.experiment.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A platform, and what its life consists of.
 *
 * @param name the platform's name, an environment's
 * @param steps what is done, in order
 * @param teardown what removes all that a life can leave behind, whatever state it is in; done after each life, and before
 *     it for what a killed one left
 */
public record LifePlatform(String name, List<LifeStep> steps, List<StepAction> teardown) {
    /** Copies the lists. */
    public LifePlatform {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a platform needs a name");
        }
        steps = List.copyOf(steps);
        teardown = List.copyOf(teardown);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("platform " + name + " needs steps");
        }
    }

    /** Begins one. */
    public static Builder named(String name) {
        Objects.requireNonNull(name, "named must not be null");
        return new Builder(name);
    }

    /** Collects the steps of a {@link LifePlatform}. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<LifeStep> steps = new ArrayList<>();
        private final List<StepAction> teardown = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** One more step. */
        public Builder step(LifeStep step) {
            Objects.requireNonNull(step, "step must not be null");
            steps.add(step);
            return this;
        }

        /** One more action that tears down. */
        public Builder teardown(StepAction action) {
            Objects.requireNonNull(action, "teardown must not be null");
            teardown.add(action);
            return this;
        }

        /**
         * The platform.
         *
         * @throws IllegalArgumentException if it has no steps
         */
        public LifePlatform build() {
            return new LifePlatform(name, steps, teardown);
        }
    }
}
