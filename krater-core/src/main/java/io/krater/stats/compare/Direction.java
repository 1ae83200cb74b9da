package io.krater.stats.compare;

/** Which way a metric is better. */
public enum Direction {
    /** More is better, as of a throughput. */
    HIGHER_IS_BETTER("higher is better"),
    /** Less is better, as of a latency. */
    LOWER_IS_BETTER("lower is better"),
    /** A description that is neither good nor bad. */
    NEITHER("neither way is better");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    /** Returns the direction as reports print it. */
    public String label() {
        return label;
    }

    /** The verdict on a shown difference of this sign. */
    Verdict verdict(double sign) {
        if (this == NEITHER || sign == 0) {
            return Verdict.DIFFERENT;
        }
        return sign > 0 == (this == HIGHER_IS_BETTER) ? Verdict.BETTER : Verdict.WORSE;
    }
}
