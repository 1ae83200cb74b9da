package io.krater.result.krater;

import io.krater.result.json.JsonIn;
import io.krater.sample.SampleSeries;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of KRATER's JSON as it stands there, before it is made a trial of. Any key may be missing. */
final class KraterEntry {
    @Nullable
    Long trial;

    /** Nanoseconds by KRATER's name of the phase. */
    final Map<String, Long> phases = new LinkedHashMap<>();

    /** Figures that the workload reported, finite. */
    final Map<String, Double> parsed = new LinkedHashMap<>();

    /** Figures that KRATER derived, finite. */
    final Map<String, Double> derived = new LinkedHashMap<>();

    @Nullable
    Boolean valid;

    @Nullable
    String output;

    @Nullable
    SampleSeries samples;

    private KraterEntry() {}

    static KraterEntry read(JsonIn in, KraterSamples samples) throws IOException {
        KraterEntry entry = new KraterEntry();
        in.object(name -> entry.field(name, in, samples));
        return entry;
    }

    private void field(String name, JsonIn in, KraterSamples reader) throws IOException {
        if (in.isNull()) {
            return;
        }
        switch (name) {
            case "trial" -> trial = in.integer();
            case "phases" -> in.object(phase -> phase(phase, in));
            case "parsed_metrics" -> in.object(figure -> parsed(figure, in));
            case "additional_metrics" -> in.object(figure -> figure(derived, figure, in));
            case "samples" -> samples = reader.read();
            default -> in.skip();
        }
    }

    private void phase(String name, JsonIn in) throws IOException {
        long nanos = in.unixSeconds();
        if (nanos != Long.MIN_VALUE) {
            phases.put(name, nanos);
        }
    }

    private void parsed(String name, JsonIn in) throws IOException {
        if (in.isNull()) {
            return;
        }
        switch (name) {
            case "valid" -> valid = in.flag();
            case "raw_output" -> output = in.string();
            default -> figure(parsed, name, in);
        }
    }

    private static void figure(Map<String, Double> into, String name, JsonIn in) throws IOException {
        if (in.token().isNumeric()) {
            double value = in.decimal();
            if (Double.isFinite(value)) {
                into.put(name, value);
            }
        } else {
            in.skip();
        }
    }
}
