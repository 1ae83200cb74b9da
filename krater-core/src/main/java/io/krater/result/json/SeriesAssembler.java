package io.krater.result.json;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import java.util.Map;

/** Makes a series of columns that were read one after the other, and gives their memory up on the way. */
public final class SeriesAssembler {
    private SeriesAssembler() {}

    /**
     * Takes the columns' numbers away and builds the series of them.
     *
     * @param columns a column for each key of {@code origins}, as long as {@code times}
     */
    public static SampleSeries assemble(
            LongColumn times, Map<Column, LongColumn> columns, Map<Column, String> origins) {
        SampleSeries.Builder builder = SampleSeries.builder(origins);
        LongColumn[] ordered = builder.columns().stream().map(columns::get).toArray(LongColumn[]::new);
        long[][] chunk = new long[ordered.length][];
        long[] row = new long[ordered.length];
        for (int start = 0; start < times.size(); start += LongColumn.CHUNK) {
            int index = start / LongColumn.CHUNK;
            long[] time = times.release(index);
            for (int i = 0; i < ordered.length; i++) {
                chunk[i] = ordered[i].release(index);
            }
            int end = Math.min(LongColumn.CHUNK, times.size() - start);
            for (int at = 0; at < end; at++) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = chunk[i][at];
                }
                builder.add(time[at], row);
            }
        }
        return builder.build();
    }
}
