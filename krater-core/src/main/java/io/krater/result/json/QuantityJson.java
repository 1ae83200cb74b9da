package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.sample.Column;
import io.krater.sample.Quantity;
import io.krater.sample.QuantitySeries;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A series of a quantity that a source brought: {@code "disk_util":{"unit":"%", "kind":"gauge", "time_ns":[t0,d,d],
 * "values":[v,v,v]}}. Times are stored as the first value and then differences.
 */
final class QuantityJson {
    private QuantityJson() {}

    static void write(JsonGenerator json, QuantitySeries series) throws IOException {
        json.writeObjectFieldStart(series.quantity().label());
        json.writeStringField("unit", JsonOut.whole(series.quantity().unit()));
        json.writeStringField("kind", series.quantity().kind().name().toLowerCase(Locale.ROOT));
        json.writeArrayFieldStart("time_ns");
        long before = 0;
        for (int i = 0; i < series.size(); i++) {
            json.writeNumber(series.epochNanos(i) - before);
            before = series.epochNanos(i);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("values");
        for (int i = 0; i < series.size(); i++) {
            json.writeNumber(series.value(i));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static QuantitySeries read(JsonIn in, String label) throws IOException {
        Fields fields = new Fields();
        in.object(name -> {
            switch (name) {
                case "unit" -> fields.unit = in.string();
                case "kind" -> fields.kind = in.constant(Column.Kind.class);
                case "time_ns" -> {
                    long[] before = new long[1];
                    in.array(() -> fields.times.add(before[0] += in.integer()));
                }
                case "values" -> in.array(() -> fields.values.add(in.decimal()));
                default -> in.skip();
            }
        });
        return new QuantitySeries(
                quantity(label, fields.unit, JsonIn.required(fields.kind, label + "/kind")),
                fields.times.build().toArray(),
                fields.values.build().toArray());
    }

    static Quantity quantity(String label, String unit, Column.Kind kind) {
        return kind == Column.Kind.COUNTER ? Quantity.counter(label, unit) : Quantity.gauge(label, unit);
    }

    private static final class Fields {
        private String unit = "";
        private Column.@Nullable Kind kind;
        private final LongStream.Builder times = LongStream.builder();
        private final DoubleStream.Builder values = DoubleStream.builder();
    }
}
