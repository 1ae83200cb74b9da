package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.launch.FailureReason;
import io.krater.trial.Outcome;
import io.krater.trial.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a trial or an instance came out, in JSON. */
final class OutcomeJson {
    private OutcomeJson() {}

    static void write(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeObjectFieldStart("outcome");
        if (outcome instanceof Outcome.Failed failed) {
            json.writeStringField("result", "failed");
            reason(json, failed.reason());
        } else if (outcome instanceof Outcome.TimedOut timedOut) {
            json.writeStringField("result", "timed_out");
            json.writeStringField("stage", timedOut.stage().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("waited_ns", timedOut.waitedNanos());
            reason(json, timedOut.reason());
        } else {
            json.writeStringField("result", "completed");
        }
        json.writeEndObject();
    }

    private static void reason(JsonGenerator json, FailureReason reason) throws IOException {
        json.writeObjectFieldStart("reason");
        json.writeStringField("kind", reason.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("message", JsonOut.whole(reason.message()));
        JsonOut.strings(json, "facts", reason.facts());
        JsonOut.strings(json, "last_lines", reason.lastLines());
        JsonOut.strings(json, "events", reason.events());
        json.writeEndObject();
    }

    static Outcome read(JsonIn in) throws IOException {
        OutcomeFields fields = new OutcomeFields();
        in.object(name -> {
            switch (name) {
                case "result" -> fields.result = in.string();
                case "stage" -> fields.stage = in.constant(Stage.class);
                case "waited_ns" -> fields.waited = in.integer();
                case "reason" -> fields.reason = reason(in);
                default -> in.skip();
            }
        });
        return switch (JsonIn.required(fields.result, "outcome/result")) {
            case "completed" -> Outcome.completed();
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

    private static FailureReason reason(JsonIn in) throws IOException {
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
}
