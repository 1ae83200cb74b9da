package io.krater.result.table;

import io.krater.result.model.ResultData;
import io.krater.sample.Column;
import io.krater.sample.QuantitySeries;
import io.krater.sample.SampleSet;
import io.krater.trial.GateTimes;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes {@code samples.csv}: fast and slow figures of one scope that were read at the same instant share a row. */
final class SamplesTable {
    private static final int FLUSH = 1 << 20;

    /** Rows that are encoded on all cores before they are written in order; a longer series is written as it is encoded. */
    private static final int WINDOW_ROWS = 1 << 15;

    /** Headers that a quantity of a source's own may be named like; no other column of the table has such a name. */
    private static final Set<String> TAKEN = taken();

    private final ResultData result;
    private final ParameterColumns parameters;
    private final List<Column> columns;
    /** Quantities that sources brought, by name. */
    private final List<String> own;

    SamplesTable(ResultData result) {
        this.result = result;
        this.parameters = ParameterColumns.of(result);
        EnumSet<Column> present = EnumSet.noneOf(Column.class);
        Set<String> brought = new TreeSet<>();
        for (Trial trial : result.trials()) {
            for (Sampled sampled : sampled(trial)) {
                present.addAll(sampled.set.fast().columns());
                present.addAll(sampled.set.slow().columns());
                sampled.set
                        .own()
                        .forEach(series -> brought.add(series.quantity().label()));
            }
        }
        this.columns = List.copyOf(present);
        this.own = List.copyOf(brought);
    }

    /** What was sampled of an instance, or of the trial as a whole, for which the instance is empty. */
    private record Sampled(String instance, Optional<GateTimes> gate, SampleSet set) {}

    private static List<Sampled> sampled(Trial trial) {
        List<Sampled> all = new ArrayList<>();
        for (Instance instance : trial.instances()) {
            instance.samples().values().forEach(set -> all.add(new Sampled(instance.name(), instance.gate(), set)));
        }
        trial.whole().samples().values().forEach(set -> all.add(new Sampled("", trial.gate(), set)));
        return all;
    }

    private static Set<String> taken() {
        Set<String> taken = new HashSet<>(Set.of(
                "suite",
                "environment",
                "variant",
                "trial",
                "instance",
                "outcome",
                "excluded",
                "scope",
                "epoch_ns",
                "t_s",
                "phase"));
        for (Column column : Column.values()) {
            taken.add(Headers.header(column));
        }
        return Set.copyOf(taken);
    }

    void writeTo(OutputStream out) throws IOException {
        CsvLine line = new CsvLine();
        line.text("suite").text("environment").text("variant");
        parameters.headers(line);
        line.text("trial")
                .text("instance")
                .text("outcome")
                .text("excluded")
                .text("scope")
                .text("epoch_ns")
                .text("t_s")
                .text("phase");
        columns.forEach(column -> line.text(Headers.header(column)));
        own.forEach(label -> line.text(TAKEN.contains(label) ? "own_" + label : label));
        line.end();
        line.writeTo(out);
        List<SampleRows> window = new ArrayList<>();
        int pending = 0;
        for (Trial trial : result.trials()) {
            for (Sampled sampled : sampled(trial)) {
                SampleRows rows =
                        new SampleRows(prefix(trial, sampled), sampled.gate, sampled.set, columns, own.size());
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
                if (!sampled.set.own().isEmpty()) {
                    write(window, out);
                    pending = 0;
                    own(rows, sampled.set.own(), line);
                    line.writeTo(out);
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

    private void own(SampleRows rows, List<QuantitySeries> brought, CsvLine line) {
        for (QuantitySeries series : brought) {
            int place = own.indexOf(series.quantity().label());
            for (int i = 0; i < series.size(); i++) {
                rows.begin(line, series.epochNanos(i));
                for (int column = 0; column < columns.size() + own.size(); column++) {
                    if (column == columns.size() + place) {
                        line.number(series.value(i));
                    } else {
                        line.absent();
                    }
                }
                line.end();
            }
        }
    }

    private byte[] prefix(Trial trial, Sampled sampled) {
        CsvLine fields = new CsvLine();
        fields.text(result.suite().name())
                .text(trial.id().environment())
                .text(trial.id().variant());
        parameters.values(fields, trial.variant());
        fields.number(trial.id().number());
        if (sampled.instance.isEmpty()) {
            fields.absent();
        } else {
            fields.text(sampled.instance);
        }
        fields.text(TrialsTable.outcome(trial.outcome()));
        TrialsTable.excluded(fields, trial);
        return fields.text(sampled.set.scope().label()).take();
    }
}
