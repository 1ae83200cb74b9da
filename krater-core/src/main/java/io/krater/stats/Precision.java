package io.krater.stats;

/**
 * The rule "stop when sure": enough trials have run when the interval of the mean is narrow relative to the mean.
 *
 * <p>A rule that looks at the data after every block stops a little early on average (Chow and Robbins 1965): the final
 * interval covers somewhat less often than its level says, most of all with a small minimum of trials. State the rule
 * beside the result, and ask for a minimum of ten trials or more.
 */
public final class Precision {
    private Precision() {}

    /**
     * Returns the half-width of the 95 % t interval of the mean, divided by the mean's magnitude.
     *
     * @return a fraction, not computable with fewer than two trials, equal trials, or a mean of zero
     */
    public static Computed<Double> relativeHalfWidth(Sample sample) {
        return relativeHalfWidth(sample, Summary.DEFAULT_LEVEL);
    }

    /**
     * Returns the half-width of the t interval of the mean, divided by the mean's magnitude.
     *
     * @param level the confidence level, between 0 and 1 exclusive
     */
    public static Computed<Double> relativeHalfWidth(Sample sample, double level) {
        double mean = Moments.of(sample).mean();
        return Summary.tInterval(sample, level).flatMap(interval -> {
            if (mean == 0) {
                return Computed.not(Obstacle.ZERO_MEAN, "the mean is 0, and a relative width divides by it");
            }
            return Computed.of(interval.halfWidth() / Math.abs(mean));
        });
    }

    /**
     * Returns whether the 95 % t interval of the mean is at most this wide; false where it is not computable, so that
     * trials go on.
     *
     * @param relativeHalfWidth the bound as a fraction of the mean, above 0, for example 0.02 for ± 2 %
     * @throws IllegalArgumentException when the bound is not above 0
     */
    public static boolean reached(Sample sample, double relativeHalfWidth) {
        if (!(relativeHalfWidth > 0)) {
            throw new IllegalArgumentException("the relative half-width must be above 0, was " + relativeHalfWidth);
        }
        return relativeHalfWidth(sample)
                .optional()
                .filter(width -> width <= relativeHalfWidth)
                .isPresent();
    }
}
