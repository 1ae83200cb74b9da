package io.krater.junit;

import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.result.model.Cell;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a result. Not thread-safe. */
@SuppressWarnings("exports") // AssertJ is optional, so not transitive
public final class SuiteResultAssert extends AbstractAssert<SuiteResultAssert, SuiteResult> {
    private final double allowedFailures;

    SuiteResultAssert(SuiteResult actual) {
        this(actual, 0);
    }

    private SuiteResultAssert(SuiteResult actual, double allowedFailures) {
        super(actual, SuiteResultAssert.class);
        this.allowedFailures = allowedFailures;
    }

    /**
     * The same, with claims that hold although some trials failed. Until told otherwise, one failed attempt in a cell that
     * is claimed about fails the claim: what a program does in the trials that it survives is no answer.
     *
     * @param rate the share of a cell's attempts that may have failed, from 0 up to but not 1
     * @throws IllegalArgumentException if it is out of range
     */
    public SuiteResultAssert allowingFailures(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "the rate of failures that is allowed must be at least 0 and less than 1, was " + rate);
        }
        return new SuiteResultAssert(actual, rate);
    }

    /** Assertions on one metric. */
    public MetricAssert metric(Metric metric) {
        isNotNull();
        return new MetricAssert(new Footing(actual, metric, allowedFailures));
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
