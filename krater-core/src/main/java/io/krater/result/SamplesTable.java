package io.krater.result;

import io.krater.cgroup.Column;
import io.krater.cgroup.SampleSeries;
import io.krater.cgroup.SampleSet;
import io.krater.trial.GateTimes;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code samples.csv}: fast and slow figures of one scope that were read at the same instant share a row. */
final class SamplesTable {
    private static final int FLUSH = 1 << 20;

    private final SuiteResult result;
    private final Set<String> parameters;
    private final List<Column> columns;

    SamplesTable(SuiteResult result) {
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
        for (Trial trial : result.trials()) {
            for (SampleSet set : trial.samples().values()) {
                new Rows(line, trial, set).writeTo(out);
            }
        }
        line.writeTo(out);
    }

    private final class Rows {
        private final CsvLine line;
        private final SampleSeries fast;
        private final SampleSeries slow;
        private final Optional<GateTimes> gate;
        private final byte[] prefix;
        private final @Nullable SampleSeries[] sources = new SampleSeries[columns.size()];

        Rows(CsvLine line, Trial trial, SampleSet set) {
            this.line = line;
            this.fast = set.fast();
            this.slow = set.slow();
            this.gate = trial.gate();
            this.prefix = prefix(trial, set.scope());
            for (int i = 0; i < sources.length; i++) {
                sources[i] = fast.has(columns.get(i)) ? fast : slow.has(columns.get(i)) ? slow : null;
            }
        }

        void writeTo(OutputStream out) throws IOException {
            int f = 0;
            int s = 0;
            while (f < fast.size() || s < slow.size()) {
                long fastTime = f < fast.size() ? fast.epochNanos(f) : Long.MAX_VALUE;
                long slowTime = s < slow.size() ? slow.epochNanos(s) : Long.MAX_VALUE;
                long time = Math.min(fastTime, slowTime);
                row(time, fastTime == time ? f++ : -1, slowTime == time ? s++ : -1);
                if (line.length() >= FLUSH) {
                    line.writeTo(out);
                }
            }
        }

        private void row(long time, int fastRow, int slowRow) {
            line.fields(prefix).number(time);
            if (gate.isPresent()) {
                GateTimes edges = gate.get();
                line.seconds(time - edges.startNanos());
                line.fields(time < edges.startNanos() ? BEFORE : time > edges.endNanos() ? AFTER : GATE);
            } else {
                line.absent().absent();
            }
            for (int i = 0; i < sources.length; i++) {
                @Nullable SampleSeries series = sources[i];
                int row = series == fast ? fastRow : slowRow;
                long value = series == null || row < 0 ? SampleSeries.ABSENT : series.value(columns.get(i), row);
                if (value == SampleSeries.ABSENT) {
                    line.absent();
                } else {
                    line.number(value);
                }
            }
            line.end();
        }
    }

    private static final byte[] BEFORE = {'b', 'e', 'f', 'o', 'r', 'e'};
    private static final byte[] GATE = {'g', 'a', 't', 'e'};
    private static final byte[] AFTER = {'a', 'f', 't', 'e', 'r'};

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
