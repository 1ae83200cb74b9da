package io.krater.junit;

import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.result.model.Cell;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a result. Not thread-safe. */
@SuppressWarnings("exports") // AssertJ is optional, so not transitive
public final class SuiteResultAssert extends AbstractAssert<SuiteResultAssert, SuiteResult> {
    SuiteResultAssert(SuiteResult actual) {
        super(actual, SuiteResultAssert.class);
    }

    /** Assertions on one metric. */
    public MetricAssert metric(Metric metric) {
        isNotNull();
        return new MetricAssert(actual, metric);
    }

    /** Every cell has trials, and no attempt of any of them failed. */
    public SuiteResultAssert hasNoFailures() {
        isNotNull();
        List<String> failing = actual.cells().stream()
                .filter(cell -> cell.failures() > 0 || cell.attempts() == 0)
                .map(SuiteResultAssert::failures)
                .toList();
        if (!failing.isEmpty()) {
            throw failure("expected no failures, but %s", String.join("; ", failing));
        }
        return this;
    }

    private static String failures(Cell cell) {
        String name = cell.environment() + "/" + cell.variant().label();
        return cell.attempts() == 0
                ? name + " has no trials"
                : name + ": " + cell.failures() + " of " + cell.attempts() + " attempts failed";
    }
}
