package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.result.model.StoredTrial;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.trial.Exclusion;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;

/** Writes a trial's file; {@link TrialReader} reads it. The format is described in {@code docs/result-format.md}. */
public final class TrialWriter {
    static final String SCHEMA = "krater-trial/2";

    private static final int BROKEN_DEPTH = 6;

    private final JsonGenerator json;

    private TrialWriter(JsonGenerator json) {
        this.json = json;
    }

    public static void write(StoredTrial stored, OutputStream out) throws IOException {
        Sealed.write(out, BROKEN_DEPTH, json -> new TrialWriter(json).write(stored));
    }

    private void write(StoredTrial stored) throws IOException {
        Trial trial = stored.trial();
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("run", stored.run());
        json.writeStringField("environment", trial.id().environment());
        json.writeNumberField("trial", trial.id().number());
        json.writeNumberField("position", trial.position());
        json.writeNumberField("block", trial.block());
        variant(json, "variant", trial.variant());
        limits(json, trial.limits());
        OutcomeJson.write(json, trial.outcome());
        InstancesJson.write(json, trial.instances());
        Trial.Whole whole = trial.whole();
        MarksJson.write(json, whole.marks());
        SampleSetJson.write(json, whole.samples());
        json.writeObjectFieldStart("figures");
        for (Map.Entry<String, MeasuredValue> figure : whole.figures().entrySet()) {
            json.writeObjectFieldStart(JsonOut.whole(figure.getKey()));
            json.writeNumberField("value", figure.getValue().value());
            json.writeStringField("unit", JsonOut.whole(figure.getValue().unit()));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeNumberField("clock_step_ns", trial.clockStepNanos());
        JsonOut.strings(json, "facts", whole.facts());
        if (whole.exclusion().isPresent()) {
            Exclusion exclusion = whole.exclusion().get();
            json.writeObjectFieldStart("exclusion");
            json.writeStringField("reason", JsonOut.whole(exclusion.reason()));
            json.writeStringField("origin", exclusion.origin().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
    }

    static void variant(JsonGenerator json, String key, Variant variant) throws IOException {
        json.writeFieldName(key);
        variant(json, variant);
    }

    static void variant(JsonGenerator json, Variant variant) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", variant.label());
        Described.write(json, variant.parameters());
        JsonOut.strings(json, "arguments", variant.arguments());
        json.writeNumberField("warmup_ns", variant.warmup().toNanos());
        if (variant.gateTime().isPresent()) {
            json.writeNumberField("gate_ns", variant.gateTime().get().toNanos());
        }
        if (variant.dataBytes().isPresent()) {
            json.writeNumberField("data_bytes", variant.dataBytes().getAsLong());
        }
        json.writeEndObject();
    }

    static void limits(JsonGenerator json, Resources limits) throws IOException {
        json.writeObjectFieldStart("limits");
        if (limits.cpuMillis().isPresent()) {
            json.writeNumberField("cpu_millis", limits.cpuMillis().getAsInt());
        }
        if (limits.memoryBytes().isPresent()) {
            json.writeNumberField("memory_bytes", limits.memoryBytes().getAsLong());
        }
        json.writeEndObject();
    }
}
