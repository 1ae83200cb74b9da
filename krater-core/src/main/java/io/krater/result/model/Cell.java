package io.krater.result.model;

import io.krater.suite.Variant;
import io.krater.trial.Trial;
import java.util.List;

/**
 * The trials of one environment and variant.
 *
 * @param environment name of the environment
 * @param variant the variant
 * @param completed trials that count as measurements, in the plan's order
 * @param failed trials whose latest attempt failed or timed out, in the plan's order
 * @param earlierFailures attempts that failed and were followed by another, oldest first
 */
public record Cell(
        String environment, Variant variant, List<Trial> completed, List<Trial> failed, List<Trial> earlierFailures) {
    /** Copies the lists. */
    public Cell {
        completed = List.copyOf(completed);
        failed = List.copyOf(failed);
        earlierFailures = List.copyOf(earlierFailures);
    }

    /** Everything that was tried, earlier attempts included: what a failure rate is a share of. */
    public int attempts() {
        return completed.size() + failures();
    }

    /** Everything that failed, earlier attempts included. */
    public int failures() {
        return failed.size() + earlierFailures.size();
    }
}
