package io.krater.suite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a program's log says of its own work.
 *
 * @param values figures by name, finite; a figure that the log lacks is absent
 * @param valid whether the program found its own result right; empty where it did not say
 */
public record WorkloadResult(Map<String, Double> values, Optional<Boolean> valid) {
    private static final WorkloadResult NONE = new WorkloadResult(Map.of(), Optional.empty());

    /**
     * Copies the values and refuses those that are not finite.
     *
     * @throws IllegalArgumentException naming the figure that is not finite
     */
    public WorkloadResult {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        values.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(name + " must be finite, was " + value);
            }
        });
    }

    /** A log that said nothing. */
    public static WorkloadResult none() {
        return NONE;
    }
}
