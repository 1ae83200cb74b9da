package io.krater.suite;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Limits of each trial; for pods requests equal limits, which makes those with both limits Guaranteed.
 *
 * @param cpuMillis CPU time, in thousandths of a core; empty for no limit
 * @param memoryBytes memory, in bytes; empty for no limit
 */
public record Resources(OptionalInt cpuMillis, OptionalLong memoryBytes) {
    private static final int MIN_MILLIS = 10;
    private static final long MIN_BYTES = 4L << 20;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the CPU limit is below 10m or the memory limit below 4Mi
     */
    public Resources {
        if (cpuMillis.isPresent() && cpuMillis.getAsInt() < MIN_MILLIS) {
            throw new IllegalArgumentException("cpu must be at least 10m, was " + cpuMillis.getAsInt() + "m");
        }
        if (memoryBytes.isPresent() && memoryBytes.getAsLong() < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "memory must be at least 4Mi, was " + memoryBytes.getAsLong() + " bytes");
        }
    }

    /** No limits. */
    public static Resources unlimited() {
        return new Resources(OptionalInt.empty(), OptionalLong.empty());
    }

    /**
     * A CPU limit as Kubernetes writes it: {@code 500m}, {@code 1}, {@code 1.5}.
     *
     * @throws IllegalArgumentException if it does not parse or is below 10m
     */
    public static Resources cpu(String quantity) {
        return unlimited().withCpu(quantity);
    }

    /**
     * A memory limit as Kubernetes writes it: {@code 64Mi}, {@code 1G}.
     *
     * @throws IllegalArgumentException if it does not parse or is below 4Mi
     */
    public static Resources memoryLimit(String quantity) {
        return unlimited().memory(quantity);
    }

    /**
     * The same with this CPU limit; see {@link #cpu}.
     *
     * @throws IllegalArgumentException if it does not parse, is below 10m or above 10000 cores
     */
    public Resources withCpu(String quantity) {
        Objects.requireNonNull(quantity, "cpu must not be null");
        BigDecimal millis = Quantities.parse("cpu", quantity).movePointRight(3);
        if (millis.compareTo(BigDecimal.valueOf(10_000_000)) > 0) {
            throw new IllegalArgumentException("cpu must be at most 10000 cores, was \"" + quantity + "\"");
        }
        if (millis.compareTo(BigDecimal.valueOf(MIN_MILLIS)) < 0) {
            throw new IllegalArgumentException("cpu must be at least 10m (0.01 cores), was \"" + quantity + "\"");
        }
        return new Resources(
                OptionalInt.of(millis.setScale(0, RoundingMode.HALF_UP).intValueExact()), memoryBytes);
    }

    /**
     * The same with this memory limit; see {@link #memoryLimit}.
     *
     * @throws IllegalArgumentException if it does not parse, is below 4Mi or not below 8 EiB
     */
    public Resources memory(String quantity) {
        Objects.requireNonNull(quantity, "memory must not be null");
        BigDecimal bytes = Quantities.parse("memory", quantity);
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("memory must be below 8 EiB, was \"" + quantity + "\"");
        }
        if (bytes.compareTo(BigDecimal.valueOf(MIN_BYTES)) < 0) {
            throw new IllegalArgumentException("memory must be at least 4Mi, was \"" + quantity + "\"");
        }
        return new Resources(
                cpuMillis,
                OptionalLong.of(bytes.setScale(0, RoundingMode.CEILING).longValueExact()));
    }
}
