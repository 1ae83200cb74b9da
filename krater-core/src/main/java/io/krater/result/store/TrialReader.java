package io.krater.result.store;

import io.krater.launch.ClockOffset;
import io.krater.launch.FailureReason;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.TrialId;
import io.krater.result.model.StoredTrial;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.suite.WorkloadResult;
import io.krater.trial.GateTimes;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Stage;
import io.krater.trial.Trial;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a trial's file as {@link TrialWriter} writes it. Keys that it does not know are skipped. */
final class TrialReader {
    private final JsonIn in;
    private @Nullable String run;
    private @Nullable String environment;
    private int number = -1;
    private int position = -1;
    private int block = -1;
    private @Nullable Variant variant;
    private @Nullable Resources limits;
    private @Nullable Outcome outcome;
    private final Map<Phase, Stamp> phases = new EnumMap<>(Phase.class);
    private Optional<GateTimes> gate = Optional.empty();
    private WorkloadResult report = WorkloadResult.none();
    private @Nullable LogExcerpt log;
    private final Map<String, SampleSet> samples = new LinkedHashMap<>();
    private @Nullable ClockOffset offset;
    private long step;
    private Map<String, String> facts = Map.of();

    private TrialReader(JsonIn in) {
        this.in = in;
    }

    /**
     * Reads a file.
     *
     * @throws DamagedFileException or Jackson's own exception if the content is not a trial
     * @throws NewerSchemaException if a later version of the library wrote it
     */
    static StoredTrial read(Path file) throws IOException {
        // a plain stream: an interrupted thread can read to the end
        try (InputStream stream = new FileInputStream(file.toFile())) {
            return read(stream);
        }
    }

    static StoredTrial read(InputStream stream) throws IOException {
        try (JsonIn in = new JsonIn(stream)) {
            TrialReader reader = new TrialReader(in);
            in.begin();
            Schema schema = new Schema(TrialWriter.SCHEMA);
            in.object(name -> {
                if (!schema.accepts(name, in)) {
                    reader.field(name);
                }
            });
            in.end();
            return reader.stored();
        } catch (IllegalArgumentException | ArithmeticException bound) {
            // the types refuse what breaks their bounds
            throw new DamagedFileException(String.valueOf(bound.getMessage()), bound);
        }
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "run" -> run = in.string();
            case "environment" -> environment = in.string();
            case "trial" -> number = in.smallInteger();
            case "position" -> position = in.smallInteger();
            case "block" -> block = in.smallInteger();
            case "variant" -> variant = Described.variant(in);
            case "limits" -> limits = Described.limits(in);
            case "outcome" -> outcome = outcome();
            case "phases" -> in.object(this::phase);
            case "gate" -> gate = Optional.of(gate());
            case "report" -> report = report();
            case "log" -> log = log();
            case "clock_offset" -> offset = offset();
            case "clock_step_ns" -> step = in.integer();
            case "facts" -> facts = in.stringMap();
            case "samples" -> in.object(scope -> samples.put(scope, set(scope)));
            default -> in.skip();
        }
    }

    private StoredTrial stored() throws IOException {
        if (number < 1 || position < 0 || block < 0) {
            throw new DamagedFileException("\"trial\", \"position\" or \"block\" is missing or out of range");
        }
        Variant ran = JsonIn.required(variant, "variant");
        Trial trial = new Trial(
                new TrialId(JsonIn.required(environment, "environment"), ran.label(), number),
                position,
                block,
                ran,
                JsonIn.required(limits, "limits"),
                JsonIn.required(outcome, "outcome"),
                phases,
                gate,
                report,
                JsonIn.required(log, "log"),
                samples,
                JsonIn.required(offset, "clock_offset"),
                step,
                facts);
        return new StoredTrial(JsonIn.required(run, "run"), trial);
    }

    private Outcome outcome() throws IOException {
        OutcomeFields fields = new OutcomeFields();
        in.object(name -> {
            switch (name) {
                case "result" -> fields.result = in.string();
                case "stage" -> fields.stage = in.constant(Stage.class);
                case "waited_ns" -> fields.waited = in.integer();
                case "reason" -> fields.reason = reason();
                default -> in.skip();
            }
        });
        return switch (JsonIn.required(fields.result, "outcome/result")) {
            case "completed" -> new Outcome.Completed();
            case "failed" -> new Outcome.Failed(JsonIn.required(fields.reason, "outcome/reason"));
            case "timed_out" ->
                new Outcome.TimedOut(
                        JsonIn.required(fields.stage, "outcome/stage"),
                        fields.waited,
                        JsonIn.required(fields.reason, "outcome/reason"));
            default -> throw new DamagedFileException("unknown outcome \"" + fields.result + "\"");
        };
    }

    private static final class OutcomeFields {
        private @Nullable String result;
        private @Nullable Stage stage;
        private @Nullable FailureReason reason;
        private long waited;
    }

    private FailureReason reason() throws IOException {
        ReasonFields fields = new ReasonFields();
        in.object(name -> {
            switch (name) {
                case "kind" -> fields.kind = in.constant(FailureReason.Kind.class);
                case "message" -> fields.message = in.string();
                case "facts" -> fields.facts = in.stringMap();
                case "last_lines" -> fields.lastLines = in.strings();
                case "events" -> fields.events = in.strings();
                default -> in.skip();
            }
        });
        return new FailureReason(
                JsonIn.required(fields.kind, "reason/kind"),
                JsonIn.required(fields.message, "reason/message"),
                fields.facts,
                fields.lastLines,
                fields.events);
    }

    private static final class ReasonFields {
        private FailureReason.@Nullable Kind kind;
        private @Nullable String message;
        private Map<String, String> facts = Map.of();
        private List<String> lastLines = List.of();
        private List<String> events = List.of();
    }

    private void phase(String label) throws IOException {
        long[] at = {Long.MIN_VALUE};
        Stamp.Clock[] clock = new Stamp.Clock[1];
        in.object(name -> {
            switch (name) {
                case "at_ns" -> at[0] = in.integer();
                case "clock" -> clock[0] = in.constant(Stamp.Clock.class);
                default -> in.skip();
            }
        });
        if (at[0] == Long.MIN_VALUE || clock[0] == null) {
            throw new DamagedFileException("phase " + label + " needs \"at_ns\" and \"clock\"");
        }
        for (Phase phase : Phase.values()) {
            if (phase.label().equals(label)) {
                phases.put(phase, new Stamp(at[0], clock[0]));
            }
        }
    }

    private GateTimes gate() throws IOException {
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

    private WorkloadResult report() throws IOException {
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

    private LogExcerpt log() throws IOException {
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

    private ClockOffset offset() throws IOException {
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

    private SampleSet set(String scope) throws IOException {
        long[] counts = new long[4];
        SampleSeries[] series = new SampleSeries[2];
        Map<String, String> found = new LinkedHashMap<>();
        in.object(name -> {
            switch (name) {
                case "ticks" -> counts[0] = in.integer();
                case "late_ticks" -> counts[1] = in.integer();
                case "max_lateness_ns" -> counts[2] = in.integer();
                case "sampler_cpu_ns" -> counts[3] = in.integer();
                case "facts" -> found.putAll(in.stringMap());
                case "fast" -> series[0] = SeriesJson.read(in);
                case "slow" -> series[1] = SeriesJson.read(in);
                default -> in.skip();
            }
        });
        return new SampleSet(
                scope,
                JsonIn.required(series[0], scope + "/fast"),
                JsonIn.required(series[1], scope + "/slow"),
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                found);
    }
}
