package io.krater.result.json;

import io.krater.suite.Resources;
import io.krater.suite.Variant;
import java.io.IOException;
import java.time.Duration;
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
                case "parameters" -> fields.parameters = in.stringMap();
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
        private Map<String, String> parameters = Map.of();
        private List<String> arguments = List.of();
        private Duration warmup = Duration.ZERO;
        private Optional<Duration> gate = Optional.empty();
        private OptionalLong data = OptionalLong.empty();
    }
}
