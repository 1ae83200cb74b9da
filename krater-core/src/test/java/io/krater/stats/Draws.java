package io.krater.stats;

import io.krater.stats.bootstrap.Xoshiro256;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Samples drawn for tests, each from its own seed. */
public final class Draws {
    private Draws() {}

    /** Values of a distribution, given by its quantile function. */
    public static Sample of(int n, long seed, DoubleUnaryOperator quantile) {
        Xoshiro256 random = Xoshiro256.seeded(seed);
        return Sample.of(IntStream.range(0, n)
                .mapToDouble(i -> quantile.applyAsDouble(Math.max(0x1p-53, random.nextDouble())))
                .toArray());
    }

    public static Sample normal(int n, long seed, double mean, double sd) {
        return of(n, seed, p -> mean + sd * Normal.quantile(p));
    }

    public static Sample exponential(int n, long seed, double mean) {
        return of(n, seed, p -> -mean * Math.log(p));
    }

    public static int[] blocks(int n) {
        return IntStream.range(0, n).toArray();
    }
}
