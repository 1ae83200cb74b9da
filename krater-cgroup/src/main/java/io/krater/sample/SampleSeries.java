package io.krater.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Samples of one cgroup (or host) at one pace: a column of {@code long} for the time and one for each figure.
 *
 * <p>Times are nanoseconds since the Unix epoch on a steady timeline (the wall clock at the start plus monotonic time
 * since), strictly increasing. A figure that could not be read is {@link #ABSENT}, never zero. Immutable and
 * thread-safe.
 *
 * <p>Rows are kept whole, in chunks: a sample then touches one place in memory, however many columns it has, a thousand
 * series that have just begun are small, and a day of samples never needs one large array.
 *
 * <pre>
 * chunk:  time | column 0 | column 1 | ... | time | column 0 | ...
 *         `----------- a row -----------'
 * </pre>
 */
public final class SampleSeries {
    /** Stands for a figure that was not read. No cgroup figure is negative. */
    public static final long ABSENT = Long.MIN_VALUE;

    private static final int CHUNK_BITS = 5;
    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;
    private static final int NO_COLUMN = -1;

    private final Layout layout;
    private final long[][] chunks;
    private final int size;

    private SampleSeries(Layout layout, long[][] chunks, int size) {
        this.layout = layout;
        this.chunks = chunks;
        this.size = size;
    }

    /** Number of samples. */
    public int size() {
        return size;
    }

    /** The figures that this series has, in the order of {@link Column}. */
    public Set<Column> columns() {
        return layout.origins.keySet();
    }

    /** Whether this series has the figure at all. */
    public boolean has(Column column) {
        return layout.place(column) != NO_COLUMN;
    }

    /** Where each figure was read: {@code cgroup}, {@code proc}, or what a source says of itself. */
    public Map<Column, String> origins() {
        return layout.origins;
    }

    /** Time of a sample, in nanoseconds since the Unix epoch. */
    public long epochNanos(int row) {
        return chunks[check(row) >> CHUNK_BITS][layout.start(row)];
    }

    /** A figure of a sample, or {@link #ABSENT}. */
    public long value(Column column, int row) {
        check(row);
        int place = layout.place(column);
        return place == NO_COLUMN ? ABSENT : chunks[row >> CHUNK_BITS][layout.start(row) + place];
    }

    private int check(int row) {
        if (row < 0 || row >= size) {
            throw new IndexOutOfBoundsException("row " + row + " of " + size);
        }
        return row;
    }

    /** An empty builder for these columns, each with its origin. */
    public static Builder builder(Map<Column, String> origins) {
        return new Builder(origins);
    }

    /** Which columns there are, and where they stand in a row. */
    private static final class Layout {
        final Map<Column, String> origins;
        final Column[] columns;
        final int width;
        private final int[] places = new int[Column.values().length];

        Layout(Map<Column, String> from) {
            EnumMap<Column, String> copy = new EnumMap<>(Column.class);
            copy.putAll(from);
            origins = Collections.unmodifiableMap(copy);
            columns = copy.keySet().toArray(Column[]::new);
            width = columns.length + 1;
            Arrays.fill(places, NO_COLUMN);
            for (int i = 0; i < columns.length; i++) {
                places[columns[i].index()] = i + 1;
            }
        }

        int place(Column column) {
            return places[column.index()];
        }

        int start(int row) {
            return (row & (CHUNK_ROWS - 1)) * width;
        }
    }

    /** Collects samples. Not thread-safe. */
    public static final class Builder {
        private final Layout layout;
        private final int width;
        private final List<long[]> chunks = new ArrayList<>();
        private long[] chunk = {};
        private long[] chunkBefore = {};
        private long last = Long.MIN_VALUE;
        private int row;
        private int size;

        private Builder(Map<Column, String> origins) {
            layout = new Layout(origins);
            width = layout.width;
        }

        /** The columns in the order in which {@link #add} takes their values. */
        public List<Column> columns() {
            return List.of(layout.columns);
        }

        /** Number of samples so far. */
        public int size() {
            return size;
        }

        /**
         * Adds a sample.
         *
         * @param epochNanos later than the sample before
         * @param values one for each of {@link #columns()}, {@link #ABSENT} or not negative
         * @throws IllegalArgumentException if the time does not advance, a value is negative, or there are too many or too few
         */
        public Builder add(long epochNanos, long... values) {
            verify(values);
            begin(epochNanos);
            for (int i = 0; i < values.length; i++) {
                put(i, values[i]);
            }
            return this;
        }

        /** Adds a row to be filled by {@link #put}; its time is moved on if it does not advance. */
        public void beginAfterLast(long epochNanos) {
            begin(size == 0 ? epochNanos : Math.max(epochNanos, last + 1));
        }

        private void begin(long epochNanos) {
            if (size > 0 && epochNanos <= last) {
                throw new IllegalArgumentException("sample time must increase, was " + epochNanos);
            }
            row += width;
            if (row >= chunk.length) {
                row = 0;
                chunkBefore = chunk;
                chunk = new long[CHUNK_ROWS * width];
                chunks.add(chunk);
            }
            chunk[row] = epochNanos;
            last = epochNanos;
            size++;
        }

        /** Sets a figure of the row begun last, by its place among {@link #columns()}. */
        public void put(int column, long value) {
            chunk[row + 1 + column] = value;
        }

        /** The figure in the row before the one begun last; absent if that is the first. */
        public long before(int column) {
            if (row > 0) {
                return chunk[row - width + 1 + column];
            }
            return chunkBefore.length == 0 ? ABSENT : chunkBefore[chunkBefore.length - width + 1 + column];
        }

        private void verify(long[] values) {
            if (values.length != layout.columns.length) {
                throw new IllegalArgumentException(
                        "a row must have " + layout.columns.length + " values, had " + values.length);
            }
            for (int i = 0; i < values.length; i++) {
                if (values[i] < 0 && values[i] != ABSENT) {
                    throw new IllegalArgumentException(
                            layout.columns[i].label() + " must not be negative, was " + values[i]);
                }
            }
        }

        /** The samples so far, trimmed to what they need. */
        public SampleSeries build() {
            long[][] out = chunks.toArray(long[][]::new);
            if (out.length > 0) {
                int rows = size - ((out.length - 1) << CHUNK_BITS);
                out[out.length - 1] = Arrays.copyOf(chunk, rows * width);
            }
            return new SampleSeries(layout, out, size);
        }
    }
}
