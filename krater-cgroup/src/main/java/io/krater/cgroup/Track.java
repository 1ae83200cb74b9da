package io.krater.cgroup;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One growing series of a recording: its readers, its rows, and what each counter showed last. Not thread-safe; a row
 * allocates nothing but, now and then, the next chunk.
 */
final class Track {
    private final Column.Pace pace;
    private final ColumnReader[] readers;
    private final SteadyClock clock;
    private final SampleSeries.Builder series;
    private final Column[] columns;
    /** A bit for each column that is a counter. */
    private final long counters;
    /** The highest value of each counter, kept here only while the row before does not show it. */
    private final long[] highest;
    /** How often each counter was found lower than before. */
    private final long[] backwards;

    Track(Column.Pace pace, List<ColumnReader> readers, SteadyClock clock) {
        this.pace = pace;
        this.readers = readers.stream()
                .filter(reader -> !reader.columns(pace).isEmpty())
                .toArray(ColumnReader[]::new);
        this.clock = clock;
        Map<Column, String> origins = new EnumMap<>(Column.class);
        readers.forEach(reader -> reader.columns(pace).forEach(origins::putIfAbsent));
        series = SampleSeries.builder(origins);
        columns = series.columns().toArray(Column[]::new);
        counters = counters(columns);
        highest = new long[columns.length];
        backwards = new long[columns.length];
    }

    private static long counters(Column[] columns) {
        long bits = 0;
        for (int i = 0; i < columns.length; i++) {
            bits |= columns[i].kind() == Column.Kind.COUNTER ? 1L << i : 0;
        }
        return bits;
    }

    /** Whether there is anything to read at this pace. */
    boolean isEmpty() {
        return readers.length == 0;
    }

    /**
     * Takes a sample, unless a reader finds that its source has ended: of that moment only a part could be read.
     *
     * @param now monotonic time
     * @return whether the sample was taken
     */
    boolean sample(long now) {
        Reading reading = Scratch.ofThread().reading();
        reading.clear();
        long before = clock.at(now);
        long after = before;
        for (int i = 0; i < readers.length; i++) {
            readers[i].read(pace, reading);
            if (readers[i].hasEnded()) {
                return false;
            }
            if (i == 0) {
                after = clock.now();
            }
        }
        series.beginAfterLast(before + (after - before) / 2);
        for (int i = 0; i < columns.length; i++) {
            series.put(i, checked(i, reading.value(columns[i])));
        }
        return true;
    }

    /** A counter that goes backwards says something other than what it counts: absent, and counted. */
    private long checked(int column, long value) {
        long before = series.before(column);
        boolean grows = before != SampleSeries.ABSENT && value >= before;
        return grows || (counters & 1L << column) == 0 ? value : checkedWithHighest(column, value, before);
    }

    private long checkedWithHighest(int column, long value, long before) {
        if (before != SampleSeries.ABSENT) {
            highest[column] = before;
        }
        if (value == SampleSeries.ABSENT || value >= highest[column]) {
            return value;
        }
        backwards[column]++;
        return SampleSeries.ABSENT;
    }

    SampleSeries series() {
        return series.build();
    }

    /** Adds {@code backwards.<column>}: in how many samples a counter was lower than before, and is therefore absent. */
    void addFacts(Map<String, String> facts) {
        for (int i = 0; i < columns.length; i++) {
            if (backwards[i] > 0) {
                facts.put("backwards." + columns[i].label(), Long.toString(backwards[i]));
            }
        }
    }
}
