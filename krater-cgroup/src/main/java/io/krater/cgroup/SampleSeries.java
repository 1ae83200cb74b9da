package io.krater.cgroup;

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
 * thread-safe. Storage is in chunks, so that a day of samples never needs one large array.
 */
public final class SampleSeries {
    /** Stands for a figure that was not read. No cgroup figure is negative. */
    public static final long ABSENT = Long.MIN_VALUE;

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final long[][] times;
    private final Map<Column, long[][]> values;
    private final Map<Column, String> origins;
    private final int size;

    private SampleSeries(long[][] times, Map<Column, long[][]> values, Map<Column, String> origins, int size) {
        this.times = times;
        this.values = values;
        this.origins = origins;
        this.size = size;
    }

    /** Number of samples. */
    public int size() {
        return size;
    }

    /** The figures that this series has, in the order of {@link Column}. */
    public Set<Column> columns() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Whether this series has the figure at all. */
    public boolean has(Column column) {
        return values.containsKey(column);
    }

    /** Where each figure was read: {@code cgroup}, {@code proc}, or what a source says of itself. */
    public Map<Column, String> origins() {
        return origins;
    }

    /** Time of a sample, in nanoseconds since the Unix epoch. */
    public long epochNanos(int row) {
        return times[check(row) >> CHUNK_BITS][row & (CHUNK - 1)];
    }

    /** A figure of a sample, or {@link #ABSENT}. */
    public long value(Column column, int row) {
        check(row);
        long[][] chunks = values.get(column);
        return chunks == null ? ABSENT : chunks[row >> CHUNK_BITS][row & (CHUNK - 1)];
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

    /** Collects samples. Not thread-safe. */
    public static final class Builder {
        private final Map<Column, String> origins;
        private final Column[] columns;
        private final List<long[]> times = new ArrayList<>();
        private final List<List<long[]>> values = new ArrayList<>();
        private int size;

        private Builder(Map<Column, String> origins) {
            EnumMap<Column, String> copy = new EnumMap<>(Column.class);
            copy.putAll(origins);
            this.origins = Collections.unmodifiableMap(copy);
            this.columns = copy.keySet().toArray(Column[]::new);
            for (int i = 0; i < columns.length; i++) {
                values.add(new ArrayList<>());
            }
        }

        /** The columns in the order in which {@link #add} takes their values. */
        public List<Column> columns() {
            return List.of(columns);
        }

        /** Number of samples so far. */
        public int size() {
            return size;
        }

        /**
         * Adds a sample.
         *
         * @param epochNanos later than the sample before
         * @param row a value for each of {@link #columns()}, {@link #ABSENT} or not negative
         * @throws IllegalArgumentException if the time does not advance or a value is negative
         */
        public Builder add(long epochNanos, long... row) {
            int chunk = size >> CHUNK_BITS;
            int at = size & (CHUNK - 1);
            if (size > 0 && epochNanos <= times.get((size - 1) >> CHUNK_BITS)[(size - 1) & (CHUNK - 1)]) {
                throw new IllegalArgumentException("sample time must increase, was " + epochNanos);
            }
            if (at == 0) {
                times.add(new long[CHUNK]);
                values.forEach(chunks -> chunks.add(new long[CHUNK]));
            }
            times.get(chunk)[at] = epochNanos;
            for (int i = 0; i < columns.length; i++) {
                if (row[i] < 0 && row[i] != ABSENT) {
                    throw new IllegalArgumentException(columns[i].label() + " must not be negative, was " + row[i]);
                }
                values.get(i).get(chunk)[at] = row[i];
            }
            size++;
            return this;
        }

        /** The samples so far, trimmed to what they need. */
        public SampleSeries build() {
            EnumMap<Column, long[][]> map = new EnumMap<>(Column.class);
            for (int i = 0; i < columns.length; i++) {
                map.put(columns[i], trim(values.get(i)));
            }
            return new SampleSeries(trim(times), map, origins, size);
        }

        private long[][] trim(List<long[]> chunks) {
            long[][] out = chunks.toArray(long[][]::new);
            if (out.length > 0) {
                int last = out.length - 1;
                out[last] = Arrays.copyOf(out[last], size - (last << CHUNK_BITS));
            }
            return out;
        }
    }
}
