package io.krater.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One number per trial, in the order in which the trials ran, and optionally the block of each trial.
 *
 * <p>Values are finite, and zero or of a magnitude between {@value #SMALLEST} and {@value #LARGEST}, so that no power
 * that a procedure takes overflows or vanishes. An empty sample is allowed: it is what a cell has whose trials all
 * failed. Immutable, equal by content.
 */
public final class Sample {
    /** The smallest magnitude of a value that is not zero. */
    public static final double SMALLEST = 1e-75;
    /** The largest magnitude of a value. */
    public static final double LARGEST = 1e75;

    private final double[] values;
    private final int @Nullable [] blocks;

    private Sample(double[] values, int @Nullable [] blocks) {
        this.values = values;
        this.blocks = blocks;
    }

    /**
     * Returns a sample of these values.
     *
     * @param values in trial order; copied
     * @throws IllegalArgumentException at the first value that is NaN, infinite or out of range, naming its index
     */
    public static Sample of(double... values) {
        double[] copy = values.clone();
        for (int i = 0; i < copy.length; i++) {
            requireUsable(copy[i], i);
        }
        return new Sample(copy, null);
    }

    /**
     * Returns this sample with the block of each trial, so that trials of the same block can be compared as pairs.
     *
     * @param blockOfTrial a block number for each value, in the same order; copied
     * @throws IllegalArgumentException when there are more or fewer blocks than values
     */
    public Sample inBlocks(int... blockOfTrial) {
        if (blockOfTrial.length != values.length) {
            throw new IllegalArgumentException(
                    "every value needs its block: " + values.length + " values, " + blockOfTrial.length + " blocks");
        }
        return new Sample(values, blockOfTrial.clone());
    }

    /** Whether a sample takes this value: zero, or a magnitude in its range. */
    public static boolean takes(double value) {
        double magnitude = Math.abs(value);
        return magnitude == 0 || (magnitude >= SMALLEST && magnitude <= LARGEST);
    }

    private static void requireUsable(double value, int index) {
        if (!takes(value)) {
            throw new IllegalArgumentException("a sample takes zero and magnitudes from " + SMALLEST + " to " + LARGEST
                    + ", value " + index + " was " + value);
        }
    }

    /** Returns the number of values. */
    public int size() {
        return values.length;
    }

    /** Returns the value of the trial at this position, counted from 0. */
    public double get(int index) {
        return values[index];
    }

    /** Returns a copy of the values in trial order. */
    public double[] values() {
        return values.clone();
    }

    /** Returns a copy of the values in ascending order. */
    public double[] sorted() {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** Returns a copy of the block numbers in trial order, or empty where blocks are not known. */
    public Optional<int[]> blocks() {
        return Optional.ofNullable(blocks).map(int[]::clone);
    }

    /** Returns whether all values are equal; an empty sample's are. */
    public boolean isConstant() {
        return IntStream.range(1, values.length).allMatch(i -> values[i] == values[0]);
    }

    /** Returns a sample of computed values, which may be smaller than a measured one. */
    public static Sample derived(double... values) {
        return new Sample(values, null);
    }

    /** Returns a sample with every value multiplied by a factor, in the same blocks. */
    public Sample scaled(double factor) {
        return new Sample(Arrays.stream(values).map(v -> v * factor).toArray(), blocks);
    }

    /** The logarithms in trial order, not computable where a value is not above 0. */
    public Computed<Sample> logarithms() {
        return Arrays.stream(values).allMatch(v -> v > 0)
                ? Computed.of(new Sample(Arrays.stream(values).map(Math::log).toArray(), blocks))
                : Computed.not(Obstacle.NEGATIVE_VALUES, "some trials gave values that are not above 0");
    }

    /** The smallest value, or 0 of an empty sample. */
    public double origin() {
        return Arrays.stream(values).min().orElse(0);
    }

    /** The values less {@link #origin}, in trial order: numbers whose sums keep the digits that an offset would cost. */
    public double[] lessOrigin() {
        double origin = origin();
        return Arrays.stream(values).map(v -> v - origin).toArray();
    }

    /** The values themselves, for procedures of this package that only read them. */
    public double[] raw() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sample that && Arrays.equals(values, that.values) && Arrays.equals(blocks, that.blocks);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(blocks);
    }

    @Override
    public String toString() {
        return "Sample" + Arrays.toString(values);
    }
}
