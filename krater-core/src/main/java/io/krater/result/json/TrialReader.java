package io.krater.result.json;

import io.krater.launch.Marks;
import io.krater.plan.TrialId;
import io.krater.result.model.StoredTrial;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Names;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.trial.Exclusion;
import io.krater.trial.Instance;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a trial's file as {@link TrialWriter} writes it. Keys that it does not know are skipped. */
public final class TrialReader {
    private final JsonIn in;
    private @Nullable String run;
    private @Nullable String environment;
    private int number = -1;
    private int position = -1;
    private int block = -1;
    private @Nullable Variant variant;
    private @Nullable Resources limits;
    private @Nullable Outcome outcome;
    private Marks marks = Marks.none();
    private List<Instance> instances = List.of();
    private final Map<Scope, SampleSet> samples = new LinkedHashMap<>();
    private final Map<String, MeasuredValue> figures = new LinkedHashMap<>();
    private long step;
    private Map<String, String> facts = Map.of();
    private @Nullable String exclusionReason;
    private Exclusion.@Nullable Origin exclusionOrigin;

    private TrialReader(JsonIn in) {
        this.in = in;
    }

    /**
     * Reads a file.
     *
     * @throws DamagedFileException or Jackson's own exception if the content is not a trial
     * @throws OtherSchemaException if another version of the library wrote it
     */
    public static StoredTrial read(Path file) throws IOException {
        return Sealed.read(file, TrialReader::read);
    }

    static StoredTrial read(byte[] content) throws IOException {
        return Sealed.read(content, TrialReader::read);
    }

    private static StoredTrial read(JsonIn in) throws IOException {
        TrialReader reader = new TrialReader(in);
        Sealed.root(in, TrialWriter.SCHEMA, reader::field);
        return reader.stored();
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
            case "outcome" -> outcome = OutcomeJson.read(in);
            case "instances" -> instances = InstancesJson.read(in);
            case "marks" -> marks = MarksJson.read(in);
            case "samples" ->
                in.object(label -> {
                    SampleSet set = SampleSetJson.read(in, label);
                    samples.put(set.scope(), set);
                });
            case "figures" -> in.object(figure -> figures.put(figure, figure()));
            case "clock_step_ns" -> step = in.integer();
            case "facts" -> facts = in.stringMap();
            case "exclusion" -> exclusion();
            default -> in.skip();
        }
    }

    private StoredTrial stored() throws IOException {
        if (number < 1 || position < 0 || block < 0) {
            throw new DamagedFileException("\"trial\", \"position\" or \"block\" is missing or out of range");
        }
        Variant ran = JsonIn.required(variant, "variant");
        TrialId id = new TrialId(
                Names.check("environment name", JsonIn.required(environment, "environment")), ran.label(), number);
        Optional<Exclusion> exclusion = exclusionReason == null
                ? Optional.empty()
                : Optional.of(new Exclusion(id, exclusionReason, JsonIn.required(exclusionOrigin, "exclusion/origin")));
        Trial trial = new Trial(
                id,
                position,
                block,
                ran,
                JsonIn.required(limits, "limits"),
                JsonIn.required(outcome, "outcome"),
                instances,
                new Trial.Whole(marks, samples, figures, facts, exclusion),
                step);
        return new StoredTrial(JsonIn.required(run, "run"), trial);
    }

    private void exclusion() throws IOException {
        in.object(name -> {
            switch (name) {
                case "reason" -> exclusionReason = in.string();
                case "origin" -> exclusionOrigin = in.constant(Exclusion.Origin.class);
                default -> in.skip();
            }
        });
        JsonIn.required(exclusionReason, "exclusion/reason");
    }

    private MeasuredValue figure() throws IOException {
        double[] value = {Double.NaN};
        String[] unit = {""};
        in.object(name -> {
            switch (name) {
                case "value" -> value[0] = in.decimal();
                case "unit" -> unit[0] = in.string();
                default -> in.skip();
            }
        });
        return new MeasuredValue(value[0], unit[0]);
    }
}
