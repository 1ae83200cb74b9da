package io.krater.result.store;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.launch.FailureReason;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.result.model.StoredTrial;
import io.krater.sample.SampleSet;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.suite.WorkloadResult;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes a trial's file; {@link TrialReader} reads it. The format is described in {@code docs/result-format.md}. */
final class TrialWriter {
    static final String SCHEMA = "krater-trial/1";

    private static final int BROKEN_DEPTH = 6;

    private final JsonGenerator json;

    private TrialWriter(JsonGenerator json) {
        this.json = json;
    }

    static void write(StoredTrial stored, OutputStream out) throws IOException {
        try (JsonGenerator json = JsonOut.to(out, BROKEN_DEPTH)) {
            new TrialWriter(json).write(stored);
            json.writeRaw('\n');
        }
    }

    private void write(StoredTrial stored) throws IOException {
        Trial trial = stored.trial();
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("run", stored.run());
        json.writeStringField("environment", trial.id().environment());
        json.writeNumberField("trial", trial.id().number());
        json.writeNumberField("position", trial.position());
        json.writeNumberField("block", trial.block());
        variant(json, "variant", trial.variant());
        limits(json, trial.limits());
        outcome(trial.outcome());
        phases(trial.phases());
        if (trial.gate().isPresent()) {
            json.writeObjectFieldStart("gate");
            json.writeNumberField("start_ns", trial.gate().get().startNanos());
            json.writeNumberField("end_ns", trial.gate().get().endNanos());
            json.writeEndObject();
        }
        report(trial.report());
        log(trial.log());
        json.writeObjectFieldStart("clock_offset");
        json.writeNumberField("ns", trial.clockOffset().nanos());
        json.writeNumberField("error_ns", trial.clockOffset().errorNanos());
        json.writeEndObject();
        json.writeNumberField("clock_step_ns", trial.clockStepNanos());
        JsonOut.strings(json, "facts", trial.facts());
        json.writeObjectFieldStart("samples");
        for (Map.Entry<String, SampleSet> entry : trial.samples().entrySet()) {
            samples(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    static void variant(JsonGenerator json, String key, Variant variant) throws IOException {
        json.writeFieldName(key);
        variant(json, variant);
    }

    static void variant(JsonGenerator json, Variant variant) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", variant.label());
        JsonOut.strings(json, "parameters", variant.parameters());
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

    private void outcome(Outcome outcome) throws IOException {
        json.writeObjectFieldStart("outcome");
        if (outcome instanceof Outcome.Failed failed) {
            json.writeStringField("result", "failed");
            reason(failed.reason());
        } else if (outcome instanceof Outcome.TimedOut timedOut) {
            json.writeStringField("result", "timed_out");
            json.writeStringField("stage", timedOut.stage().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("waited_ns", timedOut.waitedNanos());
            reason(timedOut.reason());
        } else {
            json.writeStringField("result", "completed");
        }
        json.writeEndObject();
    }

    private void reason(FailureReason reason) throws IOException {
        json.writeObjectFieldStart("reason");
        json.writeStringField("kind", reason.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("message", JsonOut.whole(reason.message()));
        JsonOut.strings(json, "facts", reason.facts());
        JsonOut.strings(json, "last_lines", reason.lastLines());
        JsonOut.strings(json, "events", reason.events());
        json.writeEndObject();
    }

    private void phases(Map<Phase, Stamp> phases) throws IOException {
        json.writeObjectFieldStart("phases");
        for (Map.Entry<Phase, Stamp> entry : phases.entrySet()) {
            json.writeObjectFieldStart(entry.getKey().label());
            json.writeNumberField("at_ns", entry.getValue().epochNanos());
            json.writeStringField("clock", entry.getValue().clock().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void report(WorkloadResult report) throws IOException {
        json.writeObjectFieldStart("report");
        json.writeObjectFieldStart("values");
        for (Map.Entry<String, Double> value : report.values().entrySet()) {
            json.writeNumberField(JsonOut.whole(value.getKey()), value.getValue());
        }
        json.writeEndObject();
        if (report.valid().isPresent()) {
            json.writeBooleanField("valid", report.valid().get());
        }
        json.writeEndObject();
    }

    private void log(LogExcerpt log) throws IOException {
        json.writeObjectFieldStart("log");
        json.writeNumberField("dropped_lines", log.droppedLines());
        json.writeNumberField("total_chars", log.totalChars());
        JsonOut.strings(json, "lines", log.lines());
        json.writeEndObject();
    }

    private void samples(String key, SampleSet set) throws IOException {
        json.writeObjectFieldStart(JsonOut.whole(key));
        json.writeNumberField("ticks", set.ticks());
        json.writeNumberField("late_ticks", set.lateTicks());
        json.writeNumberField("max_lateness_ns", set.maxLatenessNanos());
        json.writeNumberField("sampler_cpu_ns", set.samplerCpuNanos());
        // in an order of their own, so that the same trial gives the same file
        JsonOut.strings(json, "facts", new TreeMap<>(set.facts()));
        SeriesJson.write(json, "fast", set.fast());
        SeriesJson.write(json, "slow", set.slow());
        json.writeEndObject();
    }
}
