package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.launch.Capture;
import io.krater.result.model.Part;
import io.krater.result.model.Stopping;
import io.krater.result.model.SuiteDescription;
import io.krater.result.model.SuiteDescription.DescribedEnvironment;
import io.krater.result.model.SuiteDescription.DescribedProcedure;
import io.krater.result.model.SuiteDescription.DescribedWorkload;
import io.krater.result.model.SuiteDescription.Schedule;
import io.krater.suite.Environment;
import io.krater.suite.PrecisionRule;
import io.krater.suite.StopRule;
import io.krater.suite.Variant;
import io.krater.suite.VerdictRule;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The content of {@code suite.json}; {@link SuiteFileReader} reads it. The format is described in {@code
 * docs/result-format.md}.
 *
 * @param description the suite
 * @param seed seed of the order
 * @param parts the suite's starts, oldest first
 * @param stopping how the rule to stop came out; written for people and other programs, not read back, because the trials
 *     say it
 */
public record SuiteFile(SuiteDescription description, long seed, List<Part> parts, Optional<Stopping> stopping) {
    public static final String NAME = "suite.json";
    static final String SCHEMA = "krater-suite/2";

    public SuiteFile {
        parts = List.copyOf(parts);
    }

    public SuiteFile(SuiteDescription description, long seed, List<Part> parts) {
        this(description, seed, parts, Optional.empty());
    }

    /** The same with how the rule to stop came out. */
    public SuiteFile with(Optional<Stopping> outcome) {
        return new SuiteFile(description, seed, parts, outcome);
    }

    public void writeTo(OutputStream out) throws IOException {
        Sealed.write(out, 8, this::fields);
    }

    private void fields(JsonGenerator json) throws IOException {
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("name", description.name());
        json.writeNumberField("seed", seed);
        json.writeArrayFieldStart("environments");
        for (DescribedEnvironment environment : description.environments()) {
            environment(json, environment);
        }
        json.writeEndArray();
        workload(json, description.workload());
        TrialWriter.limits(json, description.limits());
        if (description.schedule().isPresent()) {
            schedule(json, description.schedule().get());
        }
        if (stopping.isPresent()) {
            stopping(json, stopping.get());
        }
        json.writeArrayFieldStart("parts");
        for (Part part : parts) {
            part(json, part);
        }
        json.writeEndArray();
    }

    private static void environment(JsonGenerator json, DescribedEnvironment environment) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", environment.name());
        Environment.Target target = environment.target().orElse(null);
        if (target instanceof Environment.Image image) {
            json.writeStringField("image", image.reference());
            if (image.runtimeClass().isPresent()) {
                json.writeStringField("runtime_class", image.runtimeClass().get());
            }
            JsonOut.strings(json, "entrypoint", image.command());
        } else if (target instanceof Environment.Command command) {
            JsonOut.strings(json, "command", command.words());
        }
        JsonOut.strings(json, "variables", new TreeMap<>(environment.variables()));
        JsonOut.strings(json, "attributes", new TreeMap<>(environment.attributes()));
        json.writeEndObject();
    }

    private static void workload(JsonGenerator json, DescribedWorkload workload) throws IOException {
        json.writeObjectFieldStart("workload");
        json.writeStringField("name", JsonOut.whole(workload.name()));
        optional(json, "gate_start", workload.gateStart());
        optional(json, "gate_end", workload.gateEnd());
        json.writeBooleanField("held", workload.held());
        optional(json, "primary_metric", workload.primaryMetric());
        json.writeArrayFieldStart("variants");
        for (Variant variant : workload.variants()) {
            TrialWriter.variant(json, variant);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String key, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(key, JsonOut.whole(value.get()));
        }
    }

    private static void schedule(JsonGenerator json, Schedule schedule) throws IOException {
        json.writeObjectFieldStart("schedule");
        json.writeNumberField("trials", schedule.trials());
        if (schedule.stopRule().isPresent()) {
            StopRule rule = schedule.stopRule().get();
            json.writeObjectFieldStart("stop_rule");
            json.writeStringField("until", rule instanceof PrecisionRule ? "precision" : "verdict");
            json.writeNumberField("fewest_trials", rule.fewestTrials());
            if (rule instanceof PrecisionRule precise) {
                json.writeNumberField("relative_half_width", precise.relativeHalfWidth());
                json.writeBooleanField("despite_doubts", precise.despiteDoubts());
            } else if (rule instanceof VerdictRule verdict && verdict.margin().isPresent()) {
                json.writeNumberField("margin", verdict.margin().getAsDouble());
            }
            json.writeStringField("metric", rule.metric());
            json.writeEndObject();
        }
        json.writeStringField("order", schedule.order().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("sample_every_ns", schedule.sampleEvery().toNanos());
        json.writeNumberField("slow_sample_every_ns", schedule.slowSampleEvery().toNanos());
        json.writeNumberField("start_timeout_ns", schedule.startTimeout().toNanos());
        json.writeNumberField("pause_ns", schedule.pause().toNanos());
        json.writeArrayFieldStart("cores");
        for (int core : schedule.cores()) {
            json.writeNumber(core);
        }
        json.writeEndArray();
        procedure(json, schedule.procedure());
        json.writeEndObject();
    }

    private static void procedure(JsonGenerator json, DescribedProcedure procedure) throws IOException {
        if (procedure.equals(DescribedProcedure.NONE)) {
            return;
        }
        json.writeObjectFieldStart("procedure");
        JsonOut.strings(json, "services", procedure.services());
        JsonOut.strings(json, "before_suite", procedure.beforeSuite());
        JsonOut.strings(json, "before_trial", procedure.beforeTrial());
        JsonOut.strings(json, "after_trial", procedure.afterTrial());
        json.writeNumberField("warmup_trials", procedure.warmupTrials());
        if (procedure.timeout().isPresent()) {
            json.writeNumberField("timeout_ns", procedure.timeout().get().toNanos());
        }
        if (procedure.budget().isPresent()) {
            json.writeNumberField("budget_ns", procedure.budget().get().toNanos());
        }
        optional(json, "baseline", procedure.baseline());
        json.writeEndObject();
    }

    private static void stopping(JsonGenerator json, Stopping stopping) throws IOException {
        json.writeObjectFieldStart("stopping");
        JsonOut.strings(json, "statement", stopping.sentences());
        json.writeArrayFieldStart("cells");
        for (Stopping.CellPrecision cell : stopping.cells()) {
            json.writeStartObject();
            json.writeStringField("environment", cell.environment());
            json.writeStringField("variant", cell.variant());
            json.writeNumberField("n", cell.n());
            if (cell.relativeHalfWidth().isComputed()) {
                json.writeNumberField(
                        "relative_half_width", cell.relativeHalfWidth().get());
            }
            JsonOut.strings(json, "doubts", cell.doubts());
            json.writeBooleanField("met", cell.met());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("pairs");
        for (Stopping.PairAnswer pair : stopping.pairs()) {
            json.writeStartObject();
            json.writeStringField("variant", pair.variant());
            json.writeStringField("environment", pair.environment());
            json.writeStringField("reference", pair.reference());
            if (pair.interval().isComputed()) {
                json.writeNumberField("low", pair.interval().get().low());
                json.writeNumberField("high", pair.interval().get().high());
                json.writeNumberField("level", pair.interval().get().level());
            }
            json.writeBooleanField("told", pair.told());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void part(JsonGenerator json, Part part) throws IOException {
        json.writeStartObject();
        json.writeStringField("run", JsonOut.whole(part.run()));
        json.writeStringField("started", part.started().toString());
        json.writeStringField("launcher", JsonOut.whole(part.launcher()));
        JsonOut.strings(json, "software", part.software());
        Capture capture = part.capture();
        JsonOut.strings(json, "host", capture.host());
        json.writeObjectFieldStart("environments");
        for (Map.Entry<String, Map<String, String>> facts :
                capture.environments().entrySet()) {
            JsonOut.strings(json, JsonOut.whole(facts.getKey()), facts.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
