package io.krater.stats;

/** How an {@link Interval} was made. */
public enum IntervalMethod {
    /** Student's t on the mean of one sample. */
    T("t"),
    /** Welch's t on the difference of two means, the variances not assumed equal. */
    WELCH("Welch"),
    /** The ratios at which Welch's t of mean(a) - ratio mean(b) does not reject (Fieller 1954). */
    FIELLER("Fieller-Welch"),
    /** {@link ConfidenceSequence}: holds at every look. */
    CONFIDENCE_SEQUENCE("confidence sequence"),
    /** The values at which a rank test does not reject: order statistics of differences, or of means of pairs (Moses 1953). */
    RANKS("rank test"),
    /** Student's t on the mean of differences, or of log-ratios, within blocks. */
    PAIRED_T("paired t"),
    /**
     * Bias-corrected and accelerated bootstrap (Efron 1987), widened for small samples as Hesterberg (2015) does for the
     * percentile interval.
     */
    BCA("BCa"),
    /** BCa with fewer than 20 resamples beyond one of the limits, whose own chance is then seen in it. */
    BCA_OF_FEW("BCa, a limit resting on fewer than 20 resamples"),
    /** Clopper and Pearson's exact interval of a proportion (1934). */
    CLOPPER_PEARSON("Clopper-Pearson"),
    /** Two order statistics whose binomial coverage is at least the level. */
    ORDER_STATISTICS("order statistics");

    private final String label;

    IntervalMethod(String label) {
        this.label = label;
    }

    /** Returns the name as reports print it. */
    public String label() {
        return label;
    }
}
