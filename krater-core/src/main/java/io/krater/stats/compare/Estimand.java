package io.krater.stats.compare;

/** What the interval of a pair is an interval of. */
public enum Estimand {
    /** The geometric mean of a / b over the blocks that hold a trial of each; 1 where there is no difference. */
    RATIO_WITHIN_BLOCKS("geometric mean of the ratios within blocks", 1),
    /** The mean of a by the mean of b; 1 where there is no difference. */
    RATIO_OF_MEANS("ratio of means", 1),
    /** The ratio that a typical trial shows: Hodges and Lehmann's estimate on logarithms; 1 where there is no difference. */
    TYPICAL_RATIO("typical trial's ratio", 1),
    /** The mean of a - b over the blocks, for values that are not all above 0; 0 where there is no difference. */
    DIFFERENCE_WITHIN_BLOCKS("mean difference within blocks", 0),
    /** The mean of a less that of b, for values that have no ratio; 0 where there is no difference. */
    DIFFERENCE_OF_MEANS("difference of means", 0);

    private final String label;
    private final double equal;

    Estimand(String label, double equal) {
        this.label = label;
        this.equal = equal;
    }

    /** Returns the name as reports print it. */
    public String label() {
        return label;
    }

    /** Returns its value where the two sides are equal: 1 of a ratio, 0 of a difference. */
    public double equal() {
        return equal;
    }

    /** Returns whether it is a ratio. */
    public boolean isRatio() {
        return equal == 1;
    }
}
