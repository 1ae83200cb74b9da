package io.krater.result.table;

import io.krater.launch.Phase;
import io.krater.result.model.ResultData;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Set;

/** Writes {@code instances.csv}. */
final class InstancesTable {
    private static final int FLUSH = 1 << 20;

    private final ResultData result;
    private final ParameterColumns parameters;
    private final Set<String> marks = new LinkedHashSet<>();

    InstancesTable(ResultData result) {
        this.result = result;
        this.parameters = ParameterColumns.of(result);
        for (Trial trial : result.trials()) {
            trial.instances().forEach(instance -> marks.addAll(instance.marks().names()));
        }
        marks.remove(Phase.REQUESTED.label());
    }

    void writeTo(OutputStream out) throws IOException {
        CsvLine line = new CsvLine();
        line.text("suite").text("environment").text("variant");
        parameters.headers(line);
        line.text("trial")
                .text("instance")
                .text("node")
                .text("outcome")
                .text("failure")
                .text("excluded");
        line.text("requested_epoch_ns");
        marks.forEach(mark -> line.text("to_" + Headers.plain(mark) + "_s"));
        line.end();
        for (Trial trial : result.trials()) {
            for (Instance instance : trial.instances()) {
                row(line, trial, instance);
                if (line.length() > FLUSH) {
                    line.writeTo(out);
                }
            }
        }
        line.writeTo(out);
    }

    private void row(CsvLine line, Trial trial, Instance instance) {
        line.text(result.suite().name())
                .text(trial.id().environment())
                .text(trial.id().variant());
        parameters.values(line, trial.variant());
        line.number(trial.id().number()).text(instance.name());
        TrialsTable.text(line, instance.node().orElse(null));
        line.text(TrialsTable.outcome(instance.outcome()));
        TrialsTable.text(line, TrialsTable.failure(instance.outcome()));
        TrialsTable.excluded(line, trial);
        TrialsTable.number(line, instance.marks().at(Phase.REQUESTED).map(stamp -> stamp.epochNanos()));
        marks.forEach(mark -> line.number(instance.seconds(Phase.REQUESTED.label(), mark)));
        line.end();
    }
}
