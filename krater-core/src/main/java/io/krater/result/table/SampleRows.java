package io.krater.result.table;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.trial.GateTimes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of one scope of one trial: fast and slow figures that were read at the same instant share one. Read once. */
final class SampleRows {
    private static final byte[] BEFORE = {'b', 'e', 'f', 'o', 'r', 'e'};
    private static final byte[] GATE = {'g', 'a', 't', 'e'};
    private static final byte[] AFTER = {'a', 'f', 't', 'e', 'r'};

    private final byte[] prefix;
    private final Optional<GateTimes> gate;
    private final SampleSeries fast;
    private final SampleSeries slow;
    private final Column[] columns;

    /** For each column the series that has it. */
    private final @Nullable SampleSeries[] sources;

    private final int more;
    private int nextFast;
    private int nextSlow;

    /**
     * The rows of a set.
     *
     * @param prefix the fields that are the same in all rows
     * @param columns the table's figures, in order
     * @param more columns that follow and have no value in these rows
     */
    SampleRows(byte[] prefix, Optional<GateTimes> gate, SampleSet set, List<Column> columns, int more) {
        this.prefix = prefix;
        this.gate = gate;
        this.fast = set.fast();
        this.slow = set.slow();
        this.columns = columns.toArray(Column[]::new);
        this.more = more;
        this.sources = new SampleSeries[this.columns.length];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = fast.has(this.columns[i]) ? fast : slow.has(this.columns[i]) ? slow : null;
        }
    }

    /** At most this many rows. */
    int atMost() {
        return fast.size() + slow.size();
    }

    /** About as many bytes as all rows take. */
    int expectedBytes() {
        return atMost() * (prefix.length + 50 + 8 * columns.length);
    }

    /** Writes the next row, if there is one. */
    boolean writeNext(CsvLine line) {
        if (nextFast == fast.size() && nextSlow == slow.size()) {
            return false;
        }
        long fastTime = nextFast < fast.size() ? fast.epochNanos(nextFast) : Long.MAX_VALUE;
        long slowTime = nextSlow < slow.size() ? slow.epochNanos(nextSlow) : Long.MAX_VALUE;
        long time = Math.min(fastTime, slowTime);
        int fastRow = fastTime == time && nextFast < fast.size() ? nextFast++ : -1;
        int slowRow = slowTime == time && nextSlow < slow.size() ? nextSlow++ : -1;
        begin(line, time);
        for (int i = 0; i < columns.length; i++) {
            @Nullable SampleSeries series = sources[i];
            int row = series == fast ? fastRow : slowRow;
            long value = series == null || row < 0 ? SampleSeries.ABSENT : series.value(columns[i], row);
            if (value == SampleSeries.ABSENT) {
                line.absent();
            } else {
                line.number(value);
            }
        }
        for (int i = 0; i < more; i++) {
            line.absent();
        }
        line.end();
        return true;
    }

    /** Begins a row: what is the same in all of them, and its place in time. */
    void begin(CsvLine line, long time) {
        line.fields(prefix).number(time);
        writePlace(line, time);
    }

    private void writePlace(CsvLine line, long time) {
        if (gate.isEmpty()) {
            line.absent().absent();
            return;
        }
        long start = gate.get().startNanos();
        long since = time - start;
        if ((time >= start) == (since >= 0)) {
            line.seconds(since);
        } else {
            line.absent(); // further apart than nanoseconds count
        }
        line.fields(time < start ? BEFORE : time > gate.get().endNanos() ? AFTER : GATE);
    }
}
