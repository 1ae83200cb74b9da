package io.krater.stats.compare;

/** What a pair's comparison has shown. */
public enum Verdict {
    /**
     * The difference is shown within its family, in the good direction; with a margin, and where the interval decides, by
     * at least the margin.
     */
    BETTER("better"),
    /** As {@link #BETTER}, in the bad direction. */
    WORSE("worse"),
    /** The difference is significant, but the metric has no good direction, or means and ranks point opposite ways. */
    DIFFERENT("different"),
    /** The means differ by less than the stated margin, significantly within its family; precedes a difference. */
    SAME("same"),
    /** Neither a difference nor sameness is shown; more trials may show one. */
    CANNOT_TELL("cannot tell");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** Returns the verdict as reports print it. */
    public String label() {
        return label;
    }
}
