package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.krater.sample.Column;
import io.krater.sample.QuantitySeries;
import io.krater.sample.SampleSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A sample series as columns: {@code {"rows":3, "time_ns":[t0,d,d], "columns":{"usage_usec":{"origin":"cgroup",
 * "deltas":[v0,d,d]}, "memory_current":{"origin":"cgroup", "values":[v,null,v]}}}}.
 *
 * <p>Times and counters are stored as the first value and then differences to the value before, so that a running sum
 * gives them back; gauges as they are. {@code null} stands for a figure that was not read; the next difference is to the
 * last one that was.
 */
final class SeriesJson {
    private SeriesJson() {}

    static void write(JsonGenerator json, String key, SampleSeries series) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("rows", series.size());
        json.writeArrayFieldStart("time_ns");
        long before = 0;
        for (int row = 0; row < series.size(); row++) {
            long time = series.epochNanos(row);
            json.writeNumber(time - before);
            before = time;
        }
        json.writeEndArray();
        json.writeObjectFieldStart("columns");
        for (Column column : series.columns()) {
            json.writeObjectFieldStart(column.label());
            json.writeStringField("origin", JsonOut.whole(series.origins().getOrDefault(column, "")));
            writeColumn(json, series, column);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeColumn(JsonGenerator json, SampleSeries series, Column column) throws IOException {
        boolean deltas = column.kind() == Column.Kind.COUNTER;
        json.writeArrayFieldStart(deltas ? "deltas" : "values");
        long before = 0;
        for (int row = 0; row < series.size(); row++) {
            long value = series.value(column, row);
            if (value == SampleSeries.ABSENT) {
                json.writeNull();
            } else {
                json.writeNumber(value - before);
                before = deltas ? value : 0;
            }
        }
        json.writeEndArray();
    }

    /** Reads a series; figures that this version does not know are added to the others. */
    static SampleSeries read(JsonIn in, List<QuantitySeries> unknown) throws IOException {
        Reader reader = new Reader(in);
        in.object(reader::field);
        SampleSeries series = reader.series();
        unknown.addAll(reader.unknown);
        return series;
    }

    private static final class Reader {
        private final JsonIn in;
        private final Map<Column, LongColumn> columns = new EnumMap<>(Column.class);
        private final Map<Column, String> origins = new EnumMap<>(Column.class);
        private LongColumn times = new LongColumn();
        private long rows = -1;
        private final Map<String, Other> unknownColumns = new LinkedHashMap<>();
        final List<QuantitySeries> unknown = new ArrayList<>();

        Reader(JsonIn in) {
            this.in = in;
        }

        void field(String name) throws IOException {
            switch (name) {
                case "rows" -> rows = in.integer();
                case "time_ns" -> times = numbers(true, false);
                case "columns" -> in.object(this::column);
                default -> in.skip();
            }
        }

        private void column(String label) throws IOException {
            Column column = byLabel(label);
            if (column == null) {
                unknownColumns.put(label, other());
                return;
            }
            in.object(name -> {
                switch (name) {
                    case "origin" -> origins.put(column, in.string());
                    case "deltas" -> columns.put(column, numbers(true, true));
                    case "values" -> columns.put(column, numbers(false, true));
                    default -> in.skip();
                }
            });
            JsonIn.required(columns.get(column), label + "/deltas or values");
            JsonIn.required(origins.get(column), label + "/origin");
        }

        /** A figure that a later version reads. */
        private Other other() throws IOException {
            LongColumn[] values = new LongColumn[1];
            Column.Kind[] kind = new Column.Kind[1];
            in.object(name -> {
                switch (name) {
                    case "deltas" -> {
                        values[0] = numbers(true, true);
                        kind[0] = Column.Kind.COUNTER;
                    }
                    case "values" -> {
                        values[0] = numbers(false, true);
                        kind[0] = Column.Kind.GAUGE;
                    }
                    default -> in.skip();
                }
            });
            return new Other(JsonIn.required(kind[0], "deltas or values"), JsonIn.required(values[0], "values"));
        }

        private record Other(Column.Kind kind, LongColumn values) {}

        private void keepUnknown() throws IOException {
            long[] at = times.toArray();
            for (Map.Entry<String, Other> column : unknownColumns.entrySet()) {
                long[] values = column.getValue().values().toArray();
                if (values.length != at.length) {
                    continue; // a later version may store it in another shape
                }
                int[] present = IntStream.range(0, at.length)
                        .filter(i -> values[i] != SampleSeries.ABSENT)
                        .toArray();
                unknown.add(new QuantitySeries(
                        QuantityJson.quantity(
                                column.getKey(), "", column.getValue().kind()),
                        Arrays.stream(present).mapToLong(i -> at[i]).toArray(),
                        Arrays.stream(present).mapToDouble(i -> values[i]).toArray()));
            }
        }

        private LongColumn numbers(boolean deltas, boolean nullable) throws IOException {
            if (in.token() != JsonToken.START_ARRAY) {
                throw in.damaged("an array");
            }
            LongColumn column = new LongColumn();
            JsonParser parser = in.parser();
            long before = 0;
            for (JsonToken token = in.next(); token != JsonToken.END_ARRAY; token = in.next()) {
                if (token == JsonToken.VALUE_NUMBER_INT) {
                    long value = before + parser.getLongValue();
                    before = deltas ? value : 0;
                    column.add(value);
                } else if (token == JsonToken.VALUE_NULL && nullable) {
                    column.add(SampleSeries.ABSENT);
                } else {
                    throw in.damaged(nullable ? "a whole number or null" : "a whole number");
                }
            }
            return column;
        }

        SampleSeries series() throws IOException {
            check("time_ns", times);
            keepUnknown();
            for (Map.Entry<Column, LongColumn> column : columns.entrySet()) {
                check(column.getKey().label(), column.getValue());
            }
            return SeriesAssembler.assemble(times, columns, origins);
        }

        private void check(String label, LongColumn column) throws IOException {
            if (column.size() != rows) {
                throw new DamagedFileException(label + " has " + column.size() + " values where \"rows\" says " + rows);
            }
        }
    }

    private static @Nullable Column byLabel(String label) {
        try {
            return Column.valueOf(label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }
}
