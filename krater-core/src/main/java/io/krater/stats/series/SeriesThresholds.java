package io.krater.stats.series;

/**
 * From where on a {@link SeriesCheck} warns.
 *
 * @param cv the coefficient of variation above which scatter is called high, a fraction above 0
 * @param alpha the chance, between 0 and 1 exclusive, of a false warning of drift, autocorrelation, a first trial or
 *     skewness, each, where trials are independent and normal
 * @param drift the least relative change over the series that is called drift, at least 0
 * @param fence how many interquartile ranges beyond the quartiles a trial is an outlier, above 0
 */
public record SeriesThresholds(double cv, double alpha, double drift, double fence) {
    /** CV above 10 %, alpha 1 %, drift of 1 %, Tukey's outer fences (3 interquartile ranges). */
    public static final SeriesThresholds DEFAULT = new SeriesThresholds(0.10, 0.01, 0.01, 3);

    /**
     * Refuses values out of range.
     *
     * @throws IllegalArgumentException naming the value and its bound
     */
    public SeriesThresholds {
        require(cv > 0, "cv must be above 0, was ", cv);
        require(alpha > 0 && alpha < 1, "alpha must lie between 0 and 1, was ", alpha);
        require(drift >= 0, "drift must be at least 0, was ", drift);
        require(fence > 0, "fence must be above 0, was ", fence);
    }

    private static void require(boolean holds, String message, double value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }
}
