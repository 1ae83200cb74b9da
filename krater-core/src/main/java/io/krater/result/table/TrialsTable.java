package io.krater.result.table;

import io.krater.launch.FailureReason;
import io.krater.launch.Phase;
import io.krater.metric.Metric;
import io.krater.result.model.ResultData;
import io.krater.trial.Exclusion;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code trials.csv}. */
final class TrialsTable {
    private final ResultData result;
    private final List<Metric> metrics;
    private final ParameterColumns parameters;
    private final List<Phase> phases = new ArrayList<>();
    private final Set<String> reported = new LinkedHashSet<>();

    TrialsTable(ResultData result, List<Metric> metrics) {
        this.result = result;
        this.metrics = List.copyOf(metrics);
        this.parameters = ParameterColumns.of(result);
        for (Phase phase : Phase.values()) {
            if (phase != Phase.REQUESTED
                    && result.trials().stream().anyMatch(trial -> trial.phases().containsKey(phase))) {
                phases.add(phase);
            }
        }
        result.trials()
                .forEach(
                        trial -> reported.addAll(trial.workloadResult().values().keySet()));
    }

    void writeTo(OutputStream out) throws IOException {
        CsvLine line = new CsvLine();
        header(line);
        line.writeTo(out);
        // deriving is what takes time: on all cores, in order
        for (byte[] row : result.trials().parallelStream().map(this::row).toList()) {
            out.write(row);
        }
    }

    private void header(CsvLine line) {
        line.text("suite").text("environment").text("variant");
        parameters.headers(line);
        line.text("trial").text("position").text("block").text("run");
        line.text("outcome")
                .text("failure")
                .text("excluded")
                .text("earlier_failures")
                .text("valid");
        line.text("requested_epoch_ns").text("gate_start_epoch_ns").text("gate_end_epoch_ns");
        line.text("clock_offset_ns").text("clock_offset_error_ns").text("clock_step_ns");
        phases.forEach(phase -> line.text("to_" + phase.label() + "_s"));
        reported.forEach(key -> line.text("reported_" + Headers.plain(key)));
        metrics.forEach(metric -> line.text(Headers.header(metric)));
        line.end();
    }

    private byte[] row(Trial trial) {
        CsvLine line = new CsvLine();
        line.text(result.suite().name())
                .text(trial.id().environment())
                .text(trial.id().variant());
        parameters.values(line, trial.variant());
        line.number(trial.id().number()).number(trial.position()).number(trial.block());
        text(line, result.runOf(trial.id()).orElse(null));
        line.text(outcome(trial.outcome()));
        text(line, failure(trial.outcome()));
        excluded(line, trial);
        line.number(result.earlierAttempts().stream()
                .filter(earlier -> earlier.id().equals(trial.id()))
                .count());
        text(line, trial.workloadResult().valid().map(String::valueOf).orElse(null));
        number(line, Optional.ofNullable(trial.phases().get(Phase.REQUESTED)).map(stamp -> stamp.epochNanos()));
        number(line, trial.gate().map(gate -> gate.startNanos()));
        number(line, trial.gate().map(gate -> gate.endNanos()));
        line.time(trial.clockOffset().nanos())
                .time(trial.clockOffset().errorNanos())
                .time(trial.clockStepNanos());
        phases.forEach(phase -> line.number(trial.seconds(Phase.REQUESTED, phase)));
        for (String key : reported) {
            @Nullable Double value = trial.workloadResult().values().get(key);
            if (value == null) {
                line.absent();
            } else {
                line.number(value.doubleValue());
            }
        }
        for (Metric metric : metrics) {
            if (trial.counts()) {
                line.number(metric.of(trial));
            } else {
                line.absent();
            }
        }
        return line.end().take();
    }

    /** The reason for which a trial takes no part in any figure. */
    static void excluded(CsvLine line, Trial trial) {
        text(line, trial.exclusion().map(Exclusion::reason).orElse(null));
    }

    static void text(CsvLine line, @Nullable String value) {
        if (value == null) {
            line.absent();
        } else {
            line.text(value);
        }
    }

    static void number(CsvLine line, Optional<Long> value) {
        if (value.isEmpty()) {
            line.absent();
        } else {
            line.time(value.get());
        }
    }

    static String outcome(Outcome outcome) {
        return outcome.isCompleted() ? "completed" : outcome instanceof Outcome.TimedOut ? "timed_out" : "failed";
    }

    static @Nullable String failure(Outcome outcome) {
        @Nullable FailureReason reason = null;
        if (outcome instanceof Outcome.Failed failed) {
            reason = failed.reason();
        } else if (outcome instanceof Outcome.TimedOut timedOut) {
            reason = timedOut.reason();
        }
        return reason == null ? null : reason.kind().name().toLowerCase(java.util.Locale.ROOT);
    }
}
