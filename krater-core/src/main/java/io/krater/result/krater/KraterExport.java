package io.krater.result.krater;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.launch.FailureReason;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.result.json.JsonOut;
import io.krater.result.json.UnixSeconds;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.model.SuiteDescription.DescribedEnvironment;
import io.krater.result.store.AtomicFile;
import io.krater.result.store.Disk;
import io.krater.result.store.FileProblem;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.Variant;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes KRATER's JSON. Keys of what was not observed are absent. */
public final class KraterExport {
    private final ResultData result;

    public KraterExport(ResultData result) {
        this.result = result;
    }

    public List<Path> write(Path folder) {
        try {
            AtomicFile.createDirectories(Disk.system(), folder);
        } catch (IOException failed) {
            throw refused(folder, failed);
        }
        return fileNames().entrySet().parallelStream()
                .map(file -> write(file.getKey(), folder.resolve(file.getValue())))
                .toList();
    }

    private Path write(String environment, Path file) {
        try {
            AtomicFile.replace(Disk.system(), file, out -> write(environment, out));
            return file;
        } catch (IOException failed) {
            throw refused(file, failed);
        }
    }

    private static ResultException refused(Path file, IOException failed) {
        return new ResultException(
                "cannot write " + file + ": " + FileProblem.describe(failed)
                        + "; the results that it is made from are unharmed; " + FileProblem.remedy(failed),
                failed);
    }

    /** A name for each environment; two of the same image and RuntimeClass are told apart by their own names. */
    Map<String, String> fileNames() {
        Map<String, Integer> uses = new LinkedHashMap<>();
        for (DescribedEnvironment environment : result.suite().environments()) {
            uses.merge(stem(environment), 1, Integer::sum);
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (DescribedEnvironment environment : result.suite().environments()) {
            String stem = stem(environment);
            boolean alone = uses.getOrDefault(stem, 0) == 1;
            names.put(environment.name(), stem + (alone ? "" : "_" + environment.name()) + ".json");
        }
        return names;
    }

    /** The name of an environment's file, without its ending. */
    public static String stem(DescribedEnvironment environment) {
        if (environment.target().orElse(null) instanceof Environment.Image image) {
            return withoutTag(image.reference()).replace('/', '_') + "_"
                    + image.runtimeClass().orElse("default");
        }
        // what was read from a file of this format is named as that file was
        String name = environment.name();
        return name.endsWith("_process") ? name : name + "_process";
    }

    private static String withoutTag(String reference) {
        int digest = reference.indexOf('@');
        String named = digest < 0 ? reference : reference.substring(0, digest);
        int tag = named.indexOf(':', named.lastIndexOf('/') + 1);
        return tag < 0 ? named : named.substring(0, tag);
    }

    private void write(String environment, OutputStream out) throws IOException {
        try (JsonGenerator json = JsonOut.to(out, 3)) {
            json.writeStartObject();
            Map<String, List<Trial>> byVariant = result.trials().stream()
                    .filter(trial -> trial.id().environment().equals(environment)
                            && trial.exclusion().isEmpty()
                            && hasPlace(trial.outcome()))
                    .collect(Collectors.groupingBy(trial -> trial.id().variant()));
            for (Variant variant : result.suite().workload().variants()) {
                json.writeArrayFieldStart(variant.label());
                for (Trial trial : byVariant.getOrDefault(variant.label(), List.of())) {
                    write(json, trial);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static boolean hasPlace(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.reason().kind() == FailureReason.Kind.WRONG_RESULT;
        }
        return outcome.isCompleted();
    }

    private static void write(JsonGenerator json, Trial trial) throws IOException {
        json.writeStartObject();
        json.writeNumberField("trial", trial.id().number() - 1);
        json.writeObjectFieldStart("phases");
        seconds(json, "start", onNode(trial, Phase.REQUESTED));
        seconds(json, "running_time", onNode(trial, Phase.RUNNING));
        seconds(
                json,
                "bench_start",
                trial.gate().map(gate -> gate.startNanos()).or(() -> onNode(trial, Phase.BENCH_START)));
        seconds(json, "end", trial.gate().map(gate -> gate.endNanos()).or(() -> onNode(trial, Phase.BENCH_END)));
        json.writeEndObject();
        parsed(json, trial);
        json.writeArrayFieldStart("samples");
        KraterSeries series = new KraterSeries(trial, container(trial));
        series.write(json);
        json.writeEndArray();
        json.writeObjectFieldStart("additional_metrics");
        series.writeDerived(json);
        if (trial.seconds(Phase.REQUESTED, Phase.RUNNING).isPresent()) {
            json.writeNumberField(
                    "cold_start_time",
                    trial.seconds(Phase.REQUESTED, Phase.RUNNING).getAsDouble());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void parsed(JsonGenerator json, Trial trial) throws IOException {
        json.writeObjectFieldStart("parsed_metrics");
        json.writeStringField(
                "raw_output", JsonOut.whole(String.join("\n", trial.log().lines())));
        for (Map.Entry<String, Double> figure : trial.workloadResult().values().entrySet()) {
            double value = figure.getValue();
            if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
                json.writeNumberField(JsonOut.whole(figure.getKey()), (long) value);
            } else {
                json.writeNumberField(JsonOut.whole(figure.getKey()), value);
            }
        }
        if (trial.workloadResult().valid().isPresent()) {
            json.writeBooleanField("valid", trial.workloadResult().valid().get());
        }
        json.writeEndObject();
    }

    private static Optional<SampleSet> container(Trial trial) {
        @Nullable SampleSet container = trial.samples().get(Scope.CONTAINER);
        return Optional.ofNullable(container == null ? trial.samples().get(Scope.POD) : container);
    }

    private static Optional<Long> onNode(Trial trial, Phase phase) {
        @Nullable Stamp stamp = trial.phases().get(phase);
        if (stamp == null) {
            return Optional.empty();
        }
        long shift =
                stamp.clock().equals(Stamp.Clock.CLIENT) ? trial.clockOffset().nanos() : 0;
        return Optional.of(stamp.epochNanos() + shift);
    }

    private static void seconds(JsonGenerator json, String key, Optional<Long> nanos) throws IOException {
        if (nanos.isPresent()) {
            json.writeFieldName(key);
            json.writeNumber(UnixSeconds.format(nanos.get()));
        }
    }
}
