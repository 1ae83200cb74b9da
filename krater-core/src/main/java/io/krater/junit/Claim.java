package io.krater.junit;

import io.krater.stats.Computed;
import io.krater.stats.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * An estimate against a bound: shown, refuted, or neither.
 *
 * @param subject what is claimed about, for people
 * @param estimate the estimate
 * @param interval its confidence interval
 * @param n trials of the smaller side
 * @param unit the unit of the numbers; empty for a ratio
 */
record Claim(String subject, Computed<Double> estimate, Computed<Interval> interval, int n, String unit) {
    /** z of 97.5 % and of 80 %: what a two-sided interval at 95 % needs to exclude a bound in 80 of 100 suites. */
    private static final double EXCLUDES = 1.96;

    private static final double POWER = 0.8416;

    /** What the trials say of a claim. */
    enum Answer {
        /** The whole interval lies on the claimed side of the bound. */
        SHOWN,
        /** The whole interval lies on the other side. */
        REFUTED,
        /** The interval holds the bound, or there is none. */
        CANNOT_TELL,
        /** A side has no trial to stand on, or more failed ones than the test allows: see {@link Footing}. */
        UNFOUNDED
    }

    /**
     * An answer with its reason.
     *
     * @param answer the answer
     * @param text numbers, interval and, where the trials cannot tell, how many would be needed
     */
    record Judgement(Answer answer, String text) {}

    Judgement atLeast(double bound) {
        return judge(bound, true);
    }

    Judgement atMost(double bound) {
        return judge(bound, false);
    }

    private Judgement judge(double bound, boolean lower) {
        if (!Double.isFinite(bound)) {
            throw new IllegalArgumentException("the bound of a claim must be finite, was " + bound);
        }
        String claim = subject + ": claimed at " + (lower ? "least " : "most ") + number(bound) + unit + "; ";
        if (!estimate.isComputed()) {
            return new Judgement(Answer.CANNOT_TELL, claim + "the estimate is " + estimate);
        }
        double value = estimate.get();
        if (!interval.isComputed()) {
            return new Judgement(
                    Answer.CANNOT_TELL,
                    claim + "measured " + number(value) + unit + " (n = " + n + "), and the interval is " + interval);
        }
        Interval range = interval.get();
        String seen = claim
                + String.format(
                        Locale.ROOT,
                        "measured %s%s, %s %% interval %s to %s (%s, n = %d)",
                        number(value),
                        unit,
                        number(100 * range.level()),
                        number(range.low()),
                        number(range.high()),
                        range.method().label(),
                        n);
        if (lower ? range.low() >= bound : range.high() <= bound) {
            return new Judgement(Answer.SHOWN, seen);
        }
        if (lower ? range.high() < bound : range.low() > bound) {
            return new Judgement(Answer.REFUTED, seen);
        }
        return new Judgement(Answer.CANNOT_TELL, seen + "; " + needed(value, range, bound));
    }

    /** The half width shrinks with √n; beyond that, the bound is to be excluded in most suites, not in every other. */
    private String needed(double value, Interval range, double bound) {
        double distance = Math.abs(value - bound);
        double factor = (EXCLUDES + POWER) / EXCLUDES * range.halfWidth() / distance;
        double trials = Math.ceil(n * factor * factor);
        return trials < 1e6
                ? "about " + Math.max(n + 1, (long) trials) + " trials a side would be needed to tell"
                : "the estimate is so near to the bound that no affordable number of trials would tell";
    }

    /** Four significant digits, without zeros at the end. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1e6 || (size != 0 && size < 1e-3)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
