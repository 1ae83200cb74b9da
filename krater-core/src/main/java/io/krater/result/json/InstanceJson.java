package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.launch.ClockOffset;
import io.krater.launch.Marks;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.WorkloadResult;
import io.krater.trial.GateTimes;
import io.krater.trial.Instance;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was observed of one instance besides its moments, in JSON: {@code {"instance":0, "outcome":{...}, "gate":{...}, ...}}.
 * What an instance has nothing of has no key; one that completed has no outcome.
 */
final class InstanceJson {
    private @Nullable Outcome outcome;
    private Optional<GateTimes> gate = Optional.empty();
    private WorkloadResult report = WorkloadResult.none();
    private LogExcerpt log = LogExcerpt.none();
    private ClockOffset offset = ClockOffset.none();
    private Map<String, String> facts = Map.of();
    private final Map<Scope, SampleSet> samples = new LinkedHashMap<>();
    private int place = -1;

    /** Whether there is anything to be said of it. */
    static boolean isNeeded(Instance instance) {
        return !(instance.outcome().isCompleted()
                && instance.gate().isEmpty()
                && isSilent(instance.workloadResult())
                && instance.log().totalChars() == 0
                && instance.log().lines().isEmpty()
                && instance.samples().isEmpty()
                && instance.facts().isEmpty()
                && instance.clockOffset().equals(ClockOffset.none()));
    }

    private static boolean isSilent(WorkloadResult result) {
        return result.values().isEmpty() && result.valid().isEmpty();
    }

    static void write(JsonGenerator json, int place, Instance instance) throws IOException {
        json.writeStartObject();
        json.writeNumberField("instance", place);
        if (!instance.outcome().isCompleted()) {
            OutcomeJson.write(json, instance.outcome());
        }
        if (instance.gate().isPresent()) {
            json.writeObjectFieldStart("gate");
            json.writeNumberField("start_ns", instance.gate().get().startNanos());
            json.writeNumberField("end_ns", instance.gate().get().endNanos());
            json.writeEndObject();
        }
        if (!isSilent(instance.workloadResult())) {
            report(json, instance.workloadResult());
        }
        log(json, instance.log());
        json.writeObjectFieldStart("clock_offset");
        json.writeNumberField("ns", instance.clockOffset().nanos());
        json.writeNumberField("error_ns", instance.clockOffset().errorNanos());
        json.writeEndObject();
        if (!instance.facts().isEmpty()) {
            JsonOut.strings(json, "facts", instance.facts());
        }
        if (!instance.samples().isEmpty()) {
            SampleSetJson.write(json, instance.samples());
        }
        json.writeEndObject();
    }

    private static void report(JsonGenerator json, WorkloadResult report) throws IOException {
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

    private static void log(JsonGenerator json, LogExcerpt log) throws IOException {
        json.writeObjectFieldStart("log");
        json.writeNumberField("dropped_lines", log.droppedLines());
        json.writeNumberField("total_chars", log.totalChars());
        JsonOut.strings(json, "lines", log.lines());
        json.writeEndObject();
    }

    static InstanceJson read(JsonIn in) throws IOException {
        InstanceJson read = new InstanceJson();
        in.object(name -> read.field(in, name));
        return read;
    }

    private void field(JsonIn in, String name) throws IOException {
        switch (name) {
            case "instance" -> place = in.smallInteger();
            case "outcome" -> outcome = OutcomeJson.read(in);
            case "gate" -> gate = Optional.of(gate(in));
            case "report" -> report = report(in);
            case "log" -> log = log(in);
            case "clock_offset" -> offset = offset(in);
            case "facts" -> facts = in.stringMap();
            case "samples" ->
                in.object(label -> {
                    SampleSet set = SampleSetJson.read(in, label);
                    samples.put(set.scope(), set);
                });
            default -> in.skip();
        }
    }

    /** Which instance it is about, from 0 up. */
    int place() {
        return place;
    }

    Instance instance(String name, Optional<String> node, Marks marks) {
        Outcome came = outcome == null ? Outcome.completed() : outcome;
        return new Instance(name, node, came, marks, gate, report, log, samples, offset, facts);
    }

    private static GateTimes gate(JsonIn in) throws IOException {
        long[] edges = new long[2];
        in.object(name -> {
            switch (name) {
                case "start_ns" -> edges[0] = in.integer();
                case "end_ns" -> edges[1] = in.integer();
                default -> in.skip();
            }
        });
        return new GateTimes(edges[0], edges[1]);
    }

    private static WorkloadResult report(JsonIn in) throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        List<Boolean> valid = new java.util.ArrayList<>(1);
        in.object(name -> {
            switch (name) {
                case "values" -> in.object(figure -> values.put(figure, in.decimal()));
                case "valid" -> valid.add(in.flag());
                default -> in.skip();
            }
        });
        return new WorkloadResult(values, valid.stream().findFirst());
    }

    private static LogExcerpt log(JsonIn in) throws IOException {
        long[] counts = new long[2];
        List<String> lines = new java.util.ArrayList<>();
        in.object(name -> {
            switch (name) {
                case "lines" -> lines.addAll(in.strings());
                case "dropped_lines" -> counts[0] = in.integer();
                case "total_chars" -> counts[1] = in.integer();
                default -> in.skip();
            }
        });
        return new LogExcerpt(lines, counts[0], counts[1]);
    }

    private static ClockOffset offset(JsonIn in) throws IOException {
        long[] values = new long[2];
        in.object(name -> {
            switch (name) {
                case "ns" -> values[0] = in.integer();
                case "error_ns" -> values[1] = in.integer();
                default -> in.skip();
            }
        });
        return new ClockOffset(values[0], values[1]);
    }
}
