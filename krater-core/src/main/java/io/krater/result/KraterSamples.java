package io.krater.result;

import io.krater.cgroup.Column;
import io.krater.cgroup.SampleSeries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the {@code samples} of one entry of KRATER's JSON. One instance serves all entries of a file. */
final class KraterSamples {
    /** The place of each figure in a row. */
    private static final List<Column> COLUMNS = List.of(
            Column.USAGE_USEC,
            Column.USER_USEC,
            Column.SYSTEM_USEC,
            Column.NR_THROTTLED,
            Column.MEMORY_CURRENT,
            Column.ANON);

    private static final int TIME = COLUMNS.size();
    private static final int UNKNOWN = -1;

    /** In the order in which KRATER writes them, and then what files of early versions have. */
    private static final byte[][] KEYS = keys(
            "timestamp",
            "usage_usec",
            "user_usec",
            "system_usec",
            "nr_throttled",
            "mem_bytes",
            "rss_bytes",
            "cpu_usec");

    private static final int FIRST_RARE = 7;
    private static final int[] KEY_PLACES = {TIME, 0, 1, 2, 3, 4, 5, 0};

    /** For each figure its place among the columns of a series, which are in their own order. */
    private static final int[] PLACES = COLUMNS.stream()
            .mapToInt(column -> COLUMNS.stream().sorted().toList().indexOf(column))
            .toArray();

    private final JsonIn in;
    private final long[] row = new long[TIME + 1];
    private int guess;
    private int dropped;
    private int negative;

    private static byte[][] keys(String... names) {
        return Arrays.stream(names)
                .map(name -> ('"' + name + '"').getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    KraterSamples(JsonIn in) {
        this.in = in;
    }

    /** Samples left out so far, because they had no time or one that did not advance. */
    int dropped() {
        return dropped;
    }

    /** Figures counted as absent so far, because they were negative. */
    int negative() {
        return negative;
    }

    SampleSeries read() throws IOException {
        Map<Column, String> origins = new EnumMap<>(Column.class);
        COLUMNS.forEach(column -> origins.put(column, "krater"));
        SampleSeries.Builder builder = SampleSeries.builder(origins);
        boolean[] present = new boolean[TIME];
        long[] last = {Long.MIN_VALUE};
        long[] values = new long[TIME];
        in.array(() -> {
            sample();
            if (row[TIME] == SampleSeries.ABSENT || row[TIME] <= last[0]) {
                dropped++;
                return;
            }
            last[0] = row[TIME];
            for (int i = 0; i < TIME; i++) {
                values[PLACES[i]] = row[i];
                present[i] |= row[i] != SampleSeries.ABSENT;
            }
            builder.add(row[TIME], values);
        });
        Set<Column> never = EnumSet.noneOf(Column.class);
        for (int i = 0; i < TIME; i++) {
            if (!present[i]) {
                never.add(COLUMNS.get(i));
            }
        }
        return never.isEmpty() ? builder.build() : without(builder.build(), never);
    }

    /** A figure that no sample has is no column. */
    private static SampleSeries without(SampleSeries all, Set<Column> never) {
        Map<Column, String> origins = new EnumMap<>(all.origins());
        origins.keySet().removeAll(never);
        SampleSeries.Builder builder = SampleSeries.builder(origins);
        long[] values = new long[origins.size()];
        for (int row = 0; row < all.size(); row++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = all.value(builder.columns().get(i), row);
            }
            builder.add(all.epochNanos(row), values);
        }
        return builder.build();
    }

    /** Keys come in the same order each time, so the next one is guessed. */
    private void sample() throws IOException {
        Arrays.fill(row, SampleSeries.ABSENT);
        if (!in.isObject()) {
            throw in.damaged("a sample");
        }
        boolean more = in.openObject();
        while (more) {
            int key = in.key(KEYS, guess);
            guess = key < 0 || key + 1 == FIRST_RARE ? 0 : Math.min(key + 1, KEYS.length - 1);
            int place = key < 0 ? UNKNOWN : KEY_PLACES[key];
            if (place == TIME) {
                row[TIME] = in.unixSeconds();
            } else if (place != UNKNOWN) {
                row[place] = figure(in.figure());
            }
            more = in.another();
        }
    }

    private long figure(long value) {
        if (value < 0 && value != SampleSeries.ABSENT) {
            negative++;
            return SampleSeries.ABSENT;
        }
        return value;
    }
}
