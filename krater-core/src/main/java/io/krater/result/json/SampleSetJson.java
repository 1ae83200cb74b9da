package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.sample.QuantitySeries;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was sampled of one scope, in JSON. */
final class SampleSetJson {
    private SampleSetJson() {}

    static void write(JsonGenerator json, Map<Scope, SampleSet> samples) throws IOException {
        json.writeObjectFieldStart("samples");
        for (SampleSet set : samples.values()) {
            write(json, set);
        }
        json.writeEndObject();
    }

    static void write(JsonGenerator json, SampleSet set) throws IOException {
        json.writeObjectFieldStart(JsonOut.whole(set.scope().label()));
        json.writeNumberField("ticks", set.ticks());
        json.writeNumberField("late_ticks", set.lateTicks());
        json.writeNumberField("max_lateness_ns", set.maxLatenessNanos());
        json.writeNumberField("sampler_cpu_ns", set.samplerCpuNanos());
        // in an order of their own, so that the same trial gives the same file
        JsonOut.strings(json, "facts", new TreeMap<>(set.facts()));
        SeriesJson.write(json, "fast", set.fast());
        SeriesJson.write(json, "slow", set.slow());
        if (!set.own().isEmpty()) {
            json.writeObjectFieldStart("own");
            for (QuantitySeries series : set.own()) {
                QuantityJson.write(json, series);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static SampleSet read(JsonIn in, String label) throws IOException {
        long[] counts = new long[4];
        SampleSeries[] series = new SampleSeries[2];
        Map<String, String> found = new LinkedHashMap<>();
        List<QuantitySeries> own = new ArrayList<>();
        in.object(name -> {
            switch (name) {
                case "ticks" -> counts[0] = in.integer();
                case "late_ticks" -> counts[1] = in.integer();
                case "max_lateness_ns" -> counts[2] = in.integer();
                case "sampler_cpu_ns" -> counts[3] = in.integer();
                case "facts" -> found.putAll(in.stringMap());
                case "fast" -> series[0] = SeriesJson.read(in, own);
                case "slow" -> series[1] = SeriesJson.read(in, own);
                case "own" -> in.object(quantity -> own.add(QuantityJson.read(in, quantity)));
                default -> in.skip();
            }
        });
        return new SampleSet(
                Scope.of(label),
                JsonIn.required(series[0], label + "/fast"),
                JsonIn.required(series[1], label + "/slow"),
                own,
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                found);
    }
}
