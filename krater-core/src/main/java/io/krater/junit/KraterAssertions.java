package io.krater.junit;

import io.krater.result.SuiteResult;

/**
 * Where assertions on results begin.
 *
 * <pre>{@code
 * assertThat(result).metric(Metrics.THROUGHPUT).of("wasm").comparedTo("static").isAtLeast(0.30);
 * assertThat(result).metric(Metrics.THROUGHPUT).of("wasm").isNoSlowerThan(savedRun, 0.05);
 * }</pre>
 *
 * <p>A claim passes where the 95 % interval lies wholly on the claimed side of the bound, fails where it lies wholly on
 * the other, and else nothing can be told: the test is then aborted, with the number of trials that would be needed, or
 * fails where {@code krater.cannot-tell} is {@code fail}. A claim about an environment without a completed trial, about a
 * metric that no trial has, or of which any attempt failed, fails; see {@link SuiteResultAssert#allowingFailures}.
 */
public final class KraterAssertions {
    private KraterAssertions() {}

    /** Assertions on a result. */
    public static SuiteResultAssert assertThat(SuiteResult actual) {
        return new SuiteResultAssert(actual);
    }
}
