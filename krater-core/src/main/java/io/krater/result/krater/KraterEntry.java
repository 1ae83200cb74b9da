package io.krater.result.krater;

import com.fasterxml.jackson.core.JsonToken;
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

    static KraterEntry read(JsonIn in, KraterSamples samples, OddFields odd) throws IOException {
        KraterEntry entry = new KraterEntry();
        in.object(name -> entry.field(name, in, samples, odd));
        return entry;
    }

    private void field(String name, JsonIn in, KraterSamples reader, OddFields odd) throws IOException {
        if (in.isNull()) {
            return;
        }
        switch (name) {
            case "trial" -> trial(in, odd);
            case "phases" -> group(name, in, odd, phase -> phase(phase, in, odd));
            case "parsed_metrics" -> group(name, in, odd, figure -> parsed(figure, in, odd));
            case "additional_metrics" ->
                group(name, in, odd, figure -> figure(derived, "additional_metrics/" + figure, figure, in, odd));
            case "samples" -> {
                if (in.token() == JsonToken.START_ARRAY) {
                    samples = reader.read();
                } else {
                    odd.skip(name, "an array", in);
                }
            }
            default -> in.skip();
        }
    }

    private static void group(String name, JsonIn in, OddFields odd, JsonIn.Field field) throws IOException {
        if (in.token() == JsonToken.START_OBJECT) {
            in.object(field);
        } else {
            odd.skip(name, "an object", in);
        }
    }

    /** Whole numbers that went through a table of doubles end in {@code .0}. */
    private void trial(JsonIn in, OddFields odd) throws IOException {
        double value = in.token().isNumeric() ? in.decimal() : Double.NaN;
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            trial = (long) value;
        } else {
            odd.skip("trial", "a whole number", in);
        }
    }

    private void phase(String name, JsonIn in, OddFields odd) throws IOException {
        if (!in.isNull() && !in.token().isNumeric()) {
            odd.skip("phases/" + name, "a time in seconds", in);
            return;
        }
        long nanos = in.unixSeconds();
        if (nanos != Long.MIN_VALUE) {
            phases.put(name, nanos);
        }
    }

    private void parsed(String name, JsonIn in, OddFields odd) throws IOException {
        if (in.isNull()) {
            return;
        }
        String path = "parsed_metrics/" + name;
        switch (name) {
            case "valid" -> {
                if (in.token().isBoolean()) {
                    valid = in.flag();
                } else {
                    odd.skip(path, "true or false", in);
                }
            }
            case "raw_output" -> {
                if (in.token() == JsonToken.VALUE_STRING) {
                    output = in.string();
                } else {
                    odd.skip(path, "a text", in);
                }
            }
            default -> figure(parsed, path, name, in, odd);
        }
    }

    private static void figure(Map<String, Double> into, String path, String name, JsonIn in, OddFields odd)
            throws IOException {
        if (in.token().isNumeric()) {
            double value = in.decimal();
            if (Double.isFinite(value)) {
                into.put(name, value);
            }
        } else if (!in.isNull()) {
            odd.skip(path, "a number", in);
        }
    }
}
