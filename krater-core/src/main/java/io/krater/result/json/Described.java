package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import io.krater.suite.Parameter;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a suite that both a suite's and a trial's file hold. */
final class Described {
    private Described() {}

    static Variant variant(JsonIn in) throws IOException {
        VariantFields fields = new VariantFields();
        in.object(name -> {
            switch (name) {
                case "label" -> fields.label = in.string();
                case "parameters" -> fields.parameters = parameters(in);
                case "arguments" -> fields.arguments = in.strings();
                case "warmup_ns" -> fields.warmup = Duration.ofNanos(in.integer());
                case "gate_ns" -> fields.gate = Optional.of(Duration.ofNanos(in.integer()));
                case "data_bytes" -> fields.data = OptionalLong.of(in.integer());
                default -> in.skip();
            }
        });
        return new Variant(
                JsonIn.required(fields.label, "variant/label"),
                fields.parameters,
                fields.arguments,
                fields.warmup,
                fields.gate,
                fields.data);
    }

    private static Map<String, Parameter> parameters(JsonIn in) throws IOException {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        in.object(name -> parameters.put(name, parameter(in)));
        return parameters;
    }

    /** Text as a string, a number without a unit as a number, one with a unit as an object. */
    private static Parameter parameter(JsonIn in) throws IOException {
        if (in.token() == JsonToken.VALUE_STRING) {
            return Parameter.text(in.string());
        }
        if (in.token() != JsonToken.START_OBJECT) {
            return Parameter.number(in.decimal());
        }
        @Nullable Double[] value = {null};
        String[] unit = {""};
        in.object(name -> {
            switch (name) {
                case "value" -> value[0] = in.decimal();
                case "unit" -> unit[0] = in.string();
                default -> in.skip();
            }
        });
        return Parameter.number(JsonIn.required(value[0], "parameters/value"), unit[0]);
    }

    static void write(JsonGenerator json, Map<String, Parameter> parameters) throws IOException {
        json.writeObjectFieldStart("parameters");
        for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
            json.writeFieldName(JsonOut.whole(entry.getKey()));
            Parameter parameter = entry.getValue();
            if (parameter instanceof Parameter.Text text) {
                json.writeString(JsonOut.whole(text.value()));
            } else if (parameter.unit().isEmpty()) {
                json.writeNumber(parameter.format());
            } else {
                json.writeStartObject();
                json.writeFieldName("value");
                json.writeNumber(parameter.format());
                json.writeStringField("unit", JsonOut.whole(parameter.unit()));
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    static Resources limits(JsonIn in) throws IOException {
        OptionalInt[] cpu = {OptionalInt.empty()};
        OptionalLong[] memory = {OptionalLong.empty()};
        in.object(name -> {
            switch (name) {
                case "cpu_millis" -> cpu[0] = OptionalInt.of(in.smallInteger());
                case "memory_bytes" -> memory[0] = OptionalLong.of(in.integer());
                default -> in.skip();
            }
        });
        return new Resources(cpu[0], memory[0]);
    }

    private static final class VariantFields {
        private @Nullable String label;
        private Map<String, Parameter> parameters = Map.of();
        private List<String> arguments = List.of();
        private Duration warmup = Duration.ZERO;
        private Optional<Duration> gate = Optional.empty();
        private OptionalLong data = OptionalLong.empty();
    }
}
