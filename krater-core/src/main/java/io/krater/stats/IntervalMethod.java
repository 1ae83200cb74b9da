package io.krater.stats;

/** How an {@link Interval} was made. */
public enum IntervalMethod {
    /** Student's t on the mean of one sample. */
    T("t");

    private final String label;

    IntervalMethod(String label) {
        this.label = label;
    }

    /** Returns the name as reports print it. */
    public String label() {
        return label;
    }
}
