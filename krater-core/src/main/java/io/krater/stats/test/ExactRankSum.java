package io.krater.stats.test;

import java.util.Arrays;

/**
 * Exact null distributions of sums of ranks, conditional on the ties that are there (the shift algorithm of Streitberg
 * and Röhmel 1986). Only additions of probabilities, so no digits are lost.
 */
final class ExactRankSum {
    private ExactRankSum() {}

    /**
     * The two-sided p of a sum over a random subset: twice the smaller tail, both including the observed sum.
     *
     * @param doubled twice the rank of every value
     * @param chosen the size of the subset, at most half of all
     * @param observed twice the subset's observed sum of ranks
     */
    static double ofSubset(int[] doubled, int chosen, long observed) {
        int unit = unit(doubled);
        int[] ranks = Arrays.stream(doubled).map(r -> r / unit).toArray();
        // share[k][s]: the probability that, of the values seen so far, k are in the subset and their ranks add up to s
        double[][] share = new double[chosen + 1][Arrays.stream(ranks).sum() + 1];
        share[0][0] = 1;
        int reached = 0;
        for (int seen = 0; seen < ranks.length; seen++) {
            reached += ranks[seen];
            for (int k = Math.min(chosen, seen + 1); k >= 0; k--) {
                advance(share, k, ranks[seen], reached, ranks.length - seen);
            }
        }
        return twoSided(share[chosen], observed / unit);
    }

    /**
     * How many of the smallest, and of the largest, sums of a random subset of 1..all may be left out.
     *
     * @param chosen the size of the subset, at most half of all
     * @param tail the share to leave out at each end
     * @return the largest number of sums, from the smallest possible one on, whose chance together is at most the share
     */
    static int depthOfSubset(int all, int chosen, double tail) {
        double[][] share = new double[chosen + 1][all * (all + 1) / 2 + 1];
        share[0][0] = 1;
        int reached = 0;
        for (int seen = 0; seen < all; seen++) {
            reached += seen + 1;
            for (int k = Math.min(chosen, seen + 1); k >= 0; k--) {
                advance(share, k, seen + 1, reached, all - seen);
            }
        }
        return depth(share[chosen], chosen * (chosen + 1) / 2, tail);
    }

    /** The same of the sum of those of 1..all whose sign, tossed by a fair coin, is positive. */
    static int depthOfSigns(int all, double tail) {
        int total = all * (all + 1) / 2;
        double[] share = new double[total + 1];
        share[0] = 1;
        for (int rank = 1; rank <= all; rank++) {
            for (int s = total; s >= 0; s--) {
                share[s] = 0.5 * (share[s] + (s >= rank ? share[s - rank] : 0));
            }
        }
        return depth(share, 0, tail);
    }

    private static int depth(double[] share, int from, double tail) {
        double below = 0;
        int depth = 0;
        // a rounding error of the last digit must not lose a sum that fits exactly
        while (from + depth < share.length && below + share[from + depth] <= tail * (1 + 1e-12)) {
            below += share[from + depth];
            depth++;
        }
        return depth;
    }

    /** 2 where no doubled rank is odd, which halves the work. */
    private static int unit(int[] doubled) {
        return Arrays.stream(doubled).allMatch(r -> r % 2 == 0) ? 2 : 1;
    }

    /** The next value is in the subset by chance (chosen - k) / left: sampling without replacement. */
    private static void advance(double[][] share, int k, int rank, int reached, double left) {
        int chosen = share.length - 1;
        double keep = 1 - (chosen - k) / left;
        double take = k > 0 ? (chosen - k + 1) / left : 0;
        double[] to = share[k];
        double[] from = share[Math.max(0, k - 1)];
        for (int s = reached; s >= rank; s--) {
            to[s] = to[s] * keep + from[s - rank] * take;
        }
        for (int s = rank - 1; s >= 0; s--) {
            to[s] *= keep;
        }
    }

    /**
     * The two-sided p of a sum over ranks whose signs are tossed by a fair coin.
     *
     * @param doubled twice the rank of every value
     * @param observed twice the observed sum of the ranks with a positive sign
     */
    static double ofSigns(int[] doubled, long observed) {
        int total = Arrays.stream(doubled).sum();
        double[] share = new double[total + 1];
        share[0] = 1;
        for (int rank : doubled) {
            for (int s = total; s >= 0; s--) {
                share[s] = 0.5 * (share[s] + (s >= rank ? share[s - rank] : 0));
            }
        }
        return twoSided(share, observed);
    }

    private static double twoSided(double[] share, long observed) {
        double atMost = 0;
        double atLeast = 0;
        for (int s = 0; s < share.length; s++) {
            atMost += s <= observed ? share[s] : 0;
            atLeast += s >= observed ? share[s] : 0;
        }
        return Math.min(1, 2 * Math.min(atMost, atLeast));
    }
}
