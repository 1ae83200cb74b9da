package io.krater.sampler;

import io.krater.cgroup.read.Scratch;
import io.krater.sample.Column;
import io.krater.sample.ColumnReader;
import io.krater.sample.Reading;
import io.krater.sample.SampleSeries;
import io.krater.sample.SteadyClock;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One growing series of a recording: its readers, its rows, and what each counter showed last. Not thread-safe; a row
 * allocates nothing but, now and then, the next chunk.
 */
final class SeriesRecorder {
    private static final long COUNTERS = bits(Column.Kind.COUNTER);
    private static final ColumnReader[] NONE = {};

    private final Column.Pace pace;
    /** Most often the only one; null where nothing is read at this pace. */
    private final @Nullable ColumnReader first;

    private final ColumnReader[] others;
    private final SteadyClock clock;
    private final SampleSeries.Builder series;
    /** A bit for each column, by its index; the order of bits is that of the columns in a row. */
    private final long columns;
    /** The highest value of each counter, kept here only while the row before does not show it. */
    private final long[] highest;
    /** How often each counter was found lower than before. */
    private final long[] backwards;

    SeriesRecorder(Column.Pace pace, List<ColumnReader> all, SteadyClock clock) {
        this.pace = pace;
        this.clock = clock;
        List<ColumnReader> readers =
                all.stream().filter(reader -> !reader.columns(pace).isEmpty()).toList();
        first = readers.isEmpty() ? null : readers.get(0);
        others = readers.size() < 2 ? NONE : readers.subList(1, readers.size()).toArray(NONE);
        Map<Column, String> origins = new EnumMap<>(Column.class);
        readers.forEach(reader -> reader.columns(pace).forEach(origins::putIfAbsent));
        series = SampleSeries.builder(origins);
        columns = bits(series.columns());
        highest = new long[series.columns().size()];
        backwards = new long[highest.length];
    }

    private static long bits(Column.Kind kind) {
        return bits(Arrays.stream(Column.values())
                .filter(column -> column.kind() == kind)
                .toList());
    }

    private static long bits(Collection<Column> columns) {
        long bits = 0;
        for (Column column : columns) {
            bits |= 1L << column.index();
        }
        return bits;
    }

    /** Whether there is anything to read at this pace. */
    boolean isEmpty() {
        return first == null;
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
        if (first == null || !read(first, reading)) {
            return false;
        }
        long before = clock.at(now);
        long after = clock.now();
        for (int i = 0; i < others.length; i++) {
            if (!read(others[i], reading)) {
                return false;
            }
        }
        series.beginAfterLast(before + (after - before) / 2);
        int place = 0;
        for (long left = columns; left != 0; left &= left - 1) {
            int index = Long.numberOfTrailingZeros(left);
            boolean counter = (COUNTERS & 1L << index) != 0;
            long value = reading.value(index);
            series.put(place, counter ? checked(place, value) : value);
            place++;
        }
        return true;
    }

    private boolean read(ColumnReader reader, Reading into) {
        reader.read(pace, into);
        return !reader.hasEnded();
    }

    /** A counter that goes backwards says something other than what it counts: absent, and counted. */
    private long checked(int place, long value) {
        long before = series.before(place);
        return before != SampleSeries.ABSENT && value >= before ? value : checkedWithHighest(place, value, before);
    }

    private long checkedWithHighest(int place, long value, long before) {
        if (before != SampleSeries.ABSENT) {
            highest[place] = before;
        }
        if (value == SampleSeries.ABSENT || value >= highest[place]) {
            return value;
        }
        backwards[place]++;
        return SampleSeries.ABSENT;
    }

    SampleSeries series() {
        return series.build();
    }

    /** Adds {@code backwards.<column>}: in how many samples a counter was lower than before, and is therefore absent. */
    void addFacts(Map<String, String> facts) {
        List<Column> inOrder = series.columns();
        for (int i = 0; i < backwards.length; i++) {
            if (backwards[i] > 0) {
                facts.put("backwards." + inOrder.get(i).label(), Long.toString(backwards[i]));
            }
        }
    }
}
