package io.krater.result.krater;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.krater.result.json.JsonIn;
import io.krater.result.json.LongColumn;
import io.krater.result.json.SeriesAssembler;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

    private final JsonIn in;
    private final long[] row = new long[TIME + 1];
    private final OddFields odd;
    private int dropped;
    private int negative;

    KraterSamples(JsonIn in, OddFields odd) {
        this.in = in;
        this.odd = odd;
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
        LongColumn times = new LongColumn();
        LongColumn[] values = new LongColumn[TIME];
        Arrays.setAll(values, i -> new LongColumn());
        boolean[] present = new boolean[TIME];
        long[] last = {Long.MIN_VALUE};
        in.array(() -> {
            sample();
            if (row[TIME] == SampleSeries.ABSENT || row[TIME] <= last[0]) {
                dropped++;
                return;
            }
            last[0] = row[TIME];
            times.add(row[TIME]);
            for (int i = 0; i < TIME; i++) {
                values[i].add(row[i]);
                present[i] |= row[i] != SampleSeries.ABSENT;
            }
        });
        Map<Column, LongColumn> columns = new EnumMap<>(Column.class);
        Map<Column, String> origins = new EnumMap<>(Column.class);
        for (int i = 0; i < TIME; i++) {
            if (present[i]) {
                columns.put(COLUMNS.get(i), values[i]);
                origins.put(COLUMNS.get(i), "krater");
            }
        }
        return SeriesAssembler.assemble(times, columns, origins);
    }

    private void sample() throws IOException {
        Arrays.fill(row, SampleSeries.ABSENT);
        JsonParser parser = in.parser();
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            odd.skip("samples", "a sample", in);
            return;
        }
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken token = in.next();
            int place = place(name);
            if (place == UNKNOWN) {
                in.skip();
            } else if (token != JsonToken.VALUE_NULL) {
                field(name, place, token, parser);
            }
        }
    }

    private void field(String name, int place, JsonToken token, JsonParser parser) throws IOException {
        if (!token.isNumeric()) {
            odd.skip("samples/" + name, "a number", in);
        } else if (place == TIME) {
            row[TIME] = in.unixSeconds();
        } else if (token == JsonToken.VALUE_NUMBER_INT && fits(parser)) {
            row[place] = figure(parser.getLongValue());
        } else {
            row[place] = figure(parser.getDoubleValue());
        }
    }

    private static boolean fits(JsonParser parser) throws IOException {
        return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    private long figure(long value) {
        if (value < 0) {
            negative++;
            return SampleSeries.ABSENT;
        }
        return value;
    }

    /** Python writes NaN and Infinity where it has no figure; what no counter could hold is none either. */
    private long figure(double value) {
        return Math.abs(value) < Long.MAX_VALUE ? figure(Math.round(value)) : SampleSeries.ABSENT;
    }

    private static int place(String name) {
        return switch (name) {
            case "usage_usec", "cpu_usec" -> 0; // the latter in files of early versions
            case "user_usec" -> 1;
            case "system_usec" -> 2;
            case "nr_throttled" -> 3;
            case "mem_bytes" -> 4;
            case "rss_bytes" -> 5;
            case "timestamp" -> TIME;
            default -> UNKNOWN;
        };
    }
}
