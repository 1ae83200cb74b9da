package io.krater.stats;

import java.util.Arrays;

/**
 * Ranks of values among themselves, equal values sharing the mean of their ranks. Kept doubled, so that they are whole
 * numbers.
 */
public final class Ranks {
    private final int[] doubled;
    private final double tieTerm;

    private Ranks(int[] doubled, double tieTerm) {
        this.doubled = doubled;
        this.tieTerm = tieTerm;
    }

    public static Ranks of(double[] values) {
        int n = values.length;
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        int[] doubled = new int[n];
        for (int i = 0; i < n; i++) {
            int first = firstAtLeast(ascending, values[i]);
            int end = firstAbove(ascending, values[i]);
            doubled[i] = first + 1 + end;
        }
        return new Ranks(doubled, tieTerm(ascending));
    }

    private static double tieTerm(double[] ascending) {
        double sum = 0;
        for (int start = 0; start < ascending.length; ) {
            int end = firstAbove(ascending, ascending[start]);
            double t = end - start;
            sum += t * t * t - t;
            start = end;
        }
        return sum;
    }

    /** Twice the rank, counted from 1, of each value in the given order; not copied. */
    public int[] doubled() {
        return doubled;
    }

    /** The sum of t³ - t over groups of t equal values; 0 without ties. */
    public double tieTerm() {
        return tieTerm;
    }

    public boolean hasTies() {
        return tieTerm > 0;
    }

    /** Twice the sum of the ranks in a range of positions. */
    public long doubledSum(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += doubled[i];
        }
        return sum;
    }

    /** The number of ascending values below v. */
    public static int firstAtLeast(double[] ascending, double v) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < v) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The number of ascending values at most v. */
    public static int firstAbove(double[] ascending, double v) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] <= v) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    public static double[] joined(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }
}
