package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Ranks;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.SplittableRandom;

/**
 * Pettitt's test (Pettitt 1979) for one change of level in a series, two-sided, by ranks: K is the largest |U<sub>t</sub>|
 * with U<sub>t</sub> = 2 (r<sub>1</sub> + ... + r<sub>t</sub>) - t (n + 1). His p value is an approximation that is far too
 * large for short series; here it is the share of {@value #PERMUTATIONS} random orders, and the order seen, whose K is at
 * least as large (a permutation test, Phipson and Smyth 2010), under a fixed seed.
 *
 * @param k K of the series
 * @param before values before the change: the index of the first one after it
 * @param p the p value, at least 1 / ({@value #PERMUTATIONS} + 1)
 */
public record ChangePoint(long k, int before, double p) {
    /** Random orders. */
    public static final int PERMUTATIONS = 9_999;

    private static final int FEWEST = 4;
    private static final long SEED = 20_261_125;

    /** Tests a series in its order; not computable with fewer than 4 values, or where all are equal. */
    public static Computed<ChangePoint> test(Sample series) {
        return test(series, 1);
    }

    /**
     * The same, but ends as soon as so many random orders have a K as large that p is above a level: its p is then a lower
     * bound of what {@link #test(Sample)} gives, above that level too. Without a change, that takes a few hundred orders.
     *
     * @param level the level that is asked about, above 0
     */
    public static Computed<ChangePoint> test(Sample series, double level) {
        int n = series.size();
        if (n < FEWEST) {
            return Reasons.tooFew("Pettitt's test", FEWEST, n);
        }
        if (series.isConstant()) {
            return Reasons.noSpread("Pettitt's test", series.get(0));
        }
        int[] doubled = Ranks.of(series.values()).doubled();
        int at = place(doubled);
        long k = k(doubled);
        SplittableRandom random = new SplittableRandom(SEED);
        int asLarge = 1;
        int[] order = doubled.clone();
        for (int i = 0; i < PERMUTATIONS && asLarge <= level * (PERMUTATIONS + 1); i++) {
            shuffle(order, random);
            asLarge += k(order) >= k ? 1 : 0;
        }
        return Computed.of(new ChangePoint(k, at, asLarge / (PERMUTATIONS + 1.0)));
    }

    /** {@code doubled} holds ranks times two, since tied values share a mean rank. */
    private static long k(int[] doubled) {
        long sum = 0;
        long largest = 0;
        for (int t = 1; t < doubled.length; t++) {
            sum += doubled[t - 1];
            largest = Math.max(largest, Math.abs(sum - (long) t * (doubled.length + 1)));
        }
        return largest;
    }

    private static int place(int[] doubled) {
        long sum = 0;
        long largest = -1;
        int place = 0;
        for (int t = 1; t < doubled.length; t++) {
            sum += doubled[t - 1];
            long u = Math.abs(sum - (long) t * (doubled.length + 1));
            if (u > largest) {
                largest = u;
                place = t;
            }
        }
        return place;
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}
