package io.krater.cgroup;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One growing series of a recording: its readers, its rows, and what each counter showed last. Not thread-safe; a row
 * allocates nothing but, every few thousand rows, the next chunk.
 */
final class Track {
    private final Column.Pace pace;
    private final ColumnReader[] readers;
    private final SteadyClock clock;
    private final SampleSeries.Builder series;
    private final Reading reading = new Reading();
    private final Column[] columns;
    private final long[] row;
    /** The highest value of each counter; for a gauge it stays below any value. */
    private final long[] highest;
    /** How often each counter was found lower than before. */
    private final long[] backwards;

    private long last = Long.MIN_VALUE;

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
        row = new long[columns.length];
        highest = new long[columns.length];
        backwards = new long[columns.length];
    }

    /** Whether there is anything to read at this pace. */
    boolean isEmpty() {
        return readers.length == 0;
    }

    /**
     * Takes a sample, unless a reader finds that its source has ended: of that moment only a part could be read.
     *
     * @return whether the sample was taken
     */
    boolean sample() {
        reading.clear();
        long before = clock.now();
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
        for (int i = 0; i < columns.length; i++) {
            row[i] = checked(i, reading.value(columns[i]));
        }
        last = Math.max(before + (after - before) / 2, last + 1);
        series.add(last, row);
        return true;
    }

    /** A counter that goes backwards says something other than what it counts: absent, and counted. */
    private long checked(int i, long value) {
        if (value == SampleSeries.ABSENT || columns[i].kind() == Column.Kind.GAUGE) {
            return value;
        }
        if (value < highest[i]) {
            backwards[i]++;
            return SampleSeries.ABSENT;
        }
        highest[i] = value;
        return value;
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
