package io.krater.sample;

/**
 * The figures of one sample, reused from sample to sample: a value for each column and a bit that says whether it was
 * read. Not thread-safe.
 */
public final class Reading {
    private static final int COLUMNS = Column.values().length;

    static {
        if (COLUMNS > Long.SIZE) {
            throw new AssertionError("a presence bit for each of " + COLUMNS + " columns");
        }
    }

    private final long[] values = new long[COLUMNS];
    private long present;

    /** A reading in which nothing is present. */
    public Reading() {}

    /** Whether the figure was read. */
    public boolean has(Column column) {
        return (present & 1L << column.index()) != 0;
    }

    /** The figure, or {@link SampleSeries#ABSENT}. */
    public long value(Column column) {
        return value(column.index());
    }

    public long value(int index) {
        return (present & 1L << index) != 0 ? values[index] : SampleSeries.ABSENT;
    }

    /** Forgets all figures. */
    public void clear() {
        present = 0;
    }

    /** Stores a figure, unless it is negative (which says that it was not read) or already there. */
    public void put(Column column, long value) {
        put(column.index(), value);
    }

    public void put(int index, long value) {
        if (value >= 0 && (present & 1L << index) == 0) {
            values[index] = value;
            present |= 1L << index;
        }
    }
}
