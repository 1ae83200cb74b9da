package io.krater.timeline;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Lengths of a step in nanoseconds, at least one, and their figures. Lengths and extremes stay exact; means and quantiles are
 * doubles rounded once. Immutable and thread-safe.
 */
public final class Lengths {
    private final long[] values;
    private final long[] sorted;
    private final BigInteger sum;

    private Lengths(long[] values) {
        this.values = values;
        sorted = values.clone();
        Arrays.sort(sorted);
        sum = sum(values);
    }

    /** Returns these lengths; the array is taken over and must not change. */
    static Lengths of(long[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a step that was observed has at least one length");
        }
        return new Lengths(values);
    }

    private static BigInteger sum(long[] values) {
        BigInteger whole = BigInteger.ZERO;
        long part = 0;
        for (long value : values) {
            long next = part + value;
            if (((part ^ next) & (value ^ next)) < 0) {
                whole = whole.add(BigInteger.valueOf(part));
                next = value;
            }
            part = next;
        }
        return whole.add(BigInteger.valueOf(part));
    }

    /** How many. */
    public int n() {
        return values.length;
    }

    /** The shortest. */
    public long min() {
        return sorted[0];
    }

    /** The longest. */
    public long max() {
        return sorted[sorted.length - 1];
    }

    /** The mean. */
    public double mean() {
        return sum.bitLength() <= 53
                ? sum.doubleValue() / values.length
                : new BigDecimal(sum)
                        .divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128)
                        .doubleValue();
    }

    /** The average as urunc's scripts print it: the mean's whole part, {@code int(sum(d) / len(d))} in Python. */
    public long cutAverage() {
        return (long) mean();
    }

    /** The median. */
    public double median() {
        return quantile(0.5);
    }

    /** Nine tenths are no longer than this. */
    public double p90() {
        return quantile(0.9);
    }

    /**
     * A quantile of type 7 in the numbering of Hyndman and Fan (1996), as everywhere in this library.
     *
     * @param p from 0 to 1
     */
    public double quantile(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("a quantile's p must lie between 0 and 1, was " + p);
        }
        double position = (sorted.length - 1) * p;
        int below = (int) position;
        double fraction = position - below;
        if (fraction == 0) {
            return sorted[below];
        }
        return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
    }

    /** The standard deviation with n - 1; NaN for a single length, which has none. */
    public double sd() {
        if (values.length < 2) {
            return Double.NaN;
        }
        double mean = mean();
        double squares = 0;
        for (long value : values) {
            double away = value - mean;
            squares += away * away;
        }
        return Math.sqrt(squares / (values.length - 1));
    }

    /** The lengths in the order of the timelines; a copy. */
    public long[] values() {
        return values.clone();
    }

    BigInteger sum() {
        return sum;
    }

    @Override
    public String toString() {
        return "n=" + n() + " min=" + min() + " median=" + median() + " max=" + max() + " ns";
    }
}
