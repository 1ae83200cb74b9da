package io.krater.stats.bootstrap;

/**
 * The generator xoshiro256++ (Blackman and Vigna 2019), its state filled by SplitMix64 from one seed: written out here so
 * that a recorded seed gives the same numbers whatever the JDK. Not thread-safe; every use makes its own.
 */
public final class Xoshiro256 {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    Xoshiro256(long s0, long s1, long s2, long s3) {
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    public static Xoshiro256 seeded(long seed) {
        long[] state = new long[4];
        long counter = seed;
        for (int i = 0; i < state.length; i++) {
            counter += GOLDEN;
            state[i] = scramble(counter);
        }
        return new Xoshiro256(state[0], state[1], state[2], state[3]);
    }

    /** A seed of its own for a named use of a seed, so that adding one use does not change another. */
    static long derive(long seed, String... names) {
        long h = seed;
        for (String name : names) {
            for (int i = 0; i < name.length(); i++) {
                h = scramble(h + GOLDEN + name.charAt(i));
            }
            h = scramble(h ^ GOLDEN);
        }
        return h;
    }

    private static long scramble(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    long next() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** A uniform number in [0, 1) with 53 random bits. */
    public double nextDouble() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /**
     * Fills an array with means of resamples of these values, drawn with replacement. Each draw takes 32 bits, scaled to
     * the number of values: the chance of an index is off by at most 2^-32.
     */
    void resampleMeans(double[] values, double[] means) {
        int n = values.length;
        for (int b = 0; b < means.length; b++) {
            means[b] = resampledSum(values, n) / n;
        }
    }

    /** The generator's state is kept in local variables, which halves the time of this innermost loop. */
    private double resampledSum(double[] values, int n) {
        long a = s0;
        long b = s1;
        long c = s2;
        long d = s3;
        double sum = 0;
        for (int i = 0; i < n; i += 2) {
            long bits = Long.rotateLeft(a + d, 23) + a;
            long t = b << 17;
            c ^= a;
            d ^= b;
            b ^= c;
            a ^= d;
            c ^= t;
            d = Long.rotateLeft(d, 45);
            sum += values[scaled(bits >>> 32, n)];
            if (i + 1 < n) {
                sum += values[scaled(bits & 0xFFFFFFFFL, n)];
            }
        }
        s0 = a;
        s1 = b;
        s2 = c;
        s3 = d;
        return sum;
    }

    private static int scaled(long bits32, int n) {
        return (int) ((bits32 * n) >>> 32);
    }
}
