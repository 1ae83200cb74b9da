package io.krater.result.krater;

import com.fasterxml.jackson.core.JsonGenerator;
import io.krater.result.json.UnixSeconds;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.trial.GateTimes;
import io.krater.trial.Trial;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The samples of a trial as KRATER has them: those of the container within the gate, all figures in each; and what KRATER
 * derives from them. A figure that is read at a slower pace is that of its last reading at or before the sample.
 */
final class KraterSeries {
    private static final SampleSeries NONE = SampleSeries.builder(Map.of()).build();
    private static final Map<String, Column> KEYS = keys();

    private final SampleSeries fast;
    private final SampleSeries slow;
    private final int from;
    private final int to;

    KraterSeries(Trial trial, Optional<SampleSet> set) {
        this.fast = trial.gate().flatMap(gate -> set.map(SampleSet::fast)).orElse(NONE);
        this.slow = trial.gate().flatMap(gate -> set.map(SampleSet::slow)).orElse(NONE);
        int first = 0;
        int last = 0;
        if (trial.gate().isPresent()) {
            GateTimes gate = trial.gate().get();
            while (first < fast.size() && fast.epochNanos(first) < gate.startNanos()) {
                first++;
            }
            last = first;
            while (last < fast.size() && fast.epochNanos(last) <= gate.endNanos()) {
                last++;
            }
        }
        this.from = first;
        this.to = last;
    }

    private static Map<String, Column> keys() {
        Map<String, Column> keys = new LinkedHashMap<>();
        keys.put("usage_usec", Column.USAGE_USEC);
        keys.put("user_usec", Column.USER_USEC);
        keys.put("system_usec", Column.SYSTEM_USEC);
        keys.put("nr_throttled", Column.NR_THROTTLED);
        keys.put("mem_bytes", Column.MEMORY_CURRENT);
        keys.put("rss_bytes", Column.ANON);
        return keys;
    }

    void write(JsonGenerator json) throws IOException {
        int slowRow = -1;
        for (int row = from; row < to; row++) {
            long time = fast.epochNanos(row);
            while (slowRow + 1 < slow.size() && slow.epochNanos(slowRow + 1) <= time) {
                slowRow++;
            }
            json.writeStartObject();
            json.writeFieldName("timestamp");
            json.writeNumber(UnixSeconds.format(time));
            for (Map.Entry<String, Column> key : KEYS.entrySet()) {
                long value = fast.has(key.getValue())
                        ? fast.value(key.getValue(), row)
                        : slowRow < 0 ? SampleSeries.ABSENT : slow.value(key.getValue(), slowRow);
                if (value != SampleSeries.ABSENT) {
                    json.writeNumberField(key.getKey(), value);
                }
            }
            json.writeEndObject();
        }
    }

    /** KRATER's own derivations, from the samples written. */
    void writeDerived(JsonGenerator json) throws IOException {
        long peak = SampleSeries.ABSENT;
        double sum = 0;
        int count = 0;
        double rates = 0;
        int pairs = 0;
        for (int row = from; row < to; row++) {
            long memory = fast.value(Column.MEMORY_CURRENT, row);
            if (memory != SampleSeries.ABSENT) {
                peak = Math.max(peak, memory);
                sum += memory;
                count++;
            }
            long before = row == from ? SampleSeries.ABSENT : fast.value(Column.USAGE_USEC, row - 1);
            long now = fast.value(Column.USAGE_USEC, row);
            if (before != SampleSeries.ABSENT && now != SampleSeries.ABSENT) {
                double micros = (fast.epochNanos(row) - fast.epochNanos(row - 1)) / 1e3;
                rates += (now - before) / micros;
                pairs++;
            }
        }
        if (count > 0) {
            json.writeNumberField("peak_mem_bytes", peak);
            json.writeNumberField("avg_mem_bytes", sum / count);
        }
        if (pairs > 0) {
            json.writeNumberField("avg_cpu_cores", rates / pairs);
        }
        writeThrottled(json);
    }

    private void writeThrottled(JsonGenerator json) throws IOException {
        long first = SampleSeries.ABSENT;
        long last = SampleSeries.ABSENT;
        for (int row = from; row < to; row++) {
            long value = fast.value(Column.NR_THROTTLED, row);
            if (value != SampleSeries.ABSENT) {
                first = first == SampleSeries.ABSENT ? value : first;
                last = value;
            }
        }
        if (first != SampleSeries.ABSENT) {
            json.writeNumberField("throttled_events", last - first);
        }
    }
}
