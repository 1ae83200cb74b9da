package io.krater.result.table;

import io.krater.result.model.ResultData;
import io.krater.sample.Column;
import io.krater.sample.SampleSet;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code samples.csv}: fast and slow figures of one scope that were read at the same instant share a row. */
final class SamplesTable {
    private static final int FLUSH = 1 << 20;

    /** Rows that are encoded on all cores before they are written in order; a longer series is written as it is encoded. */
    private static final int WINDOW_ROWS = 1 << 15;

    private final ResultData result;
    private final Set<String> parameters;
    private final List<Column> columns;

    SamplesTable(ResultData result) {
        this.result = result;
        this.parameters = Tables.parameters(result);
        EnumSet<Column> present = EnumSet.noneOf(Column.class);
        for (Trial trial : result.trials()) {
            for (SampleSet set : trial.samples().values()) {
                present.addAll(set.fast().columns());
                present.addAll(set.slow().columns());
            }
        }
        this.columns = List.copyOf(present);
    }

    void writeTo(OutputStream out) throws IOException {
        CsvLine line = new CsvLine();
        line.text("suite").text("environment").text("variant");
        parameters.forEach(key -> line.text(Tables.parameterHeader(key)));
        line.text("trial")
                .text("outcome")
                .text("scope")
                .text("epoch_ns")
                .text("t_s")
                .text("phase");
        columns.forEach(column -> line.text(Tables.header(column)));
        line.end();
        line.writeTo(out);
        List<SampleRows> window = new ArrayList<>();
        int pending = 0;
        for (Trial trial : result.trials()) {
            for (SampleSet set : trial.samples().values()) {
                SampleRows rows = new SampleRows(prefix(trial, set.scope()), trial.gate(), set, columns);
                if (pending + rows.atMost() > WINDOW_ROWS) {
                    write(window, out);
                    pending = 0;
                }
                if (rows.atMost() > WINDOW_ROWS) {
                    write(rows, line, out);
                } else {
                    window.add(rows);
                    pending += rows.atMost();
                }
            }
        }
        write(window, out);
    }

    private static void write(List<SampleRows> window, OutputStream out) throws IOException {
        for (byte[] encoded : window.parallelStream().map(SamplesTable::encode).toList()) {
            out.write(encoded);
        }
        window.clear();
    }

    private static byte[] encode(SampleRows rows) {
        CsvLine line = new CsvLine().expect(rows.expectedBytes());
        boolean more = true;
        while (more) {
            more = rows.writeNext(line);
        }
        return line.take();
    }

    private static void write(SampleRows rows, CsvLine line, OutputStream out) throws IOException {
        while (rows.writeNext(line)) {
            if (line.length() >= FLUSH) {
                line.writeTo(out);
            }
        }
        line.writeTo(out);
    }

    private byte[] prefix(Trial trial, String scope) {
        CsvLine fields = new CsvLine();
        fields.text(result.suite().name())
                .text(trial.id().environment())
                .text(trial.id().variant());
        for (String key : parameters) {
            @Nullable String value = trial.variant().parameters().get(key);
            if (value == null) {
                fields.absent();
            } else {
                fields.text(value);
            }
        }
        return fields.number(trial.id().number())
                .text(TrialsTable.outcome(trial.outcome()))
                .text(scope)
                .take();
    }
}
