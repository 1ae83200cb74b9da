package io.krater.trial;

import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.sample.Column;
import io.krater.sample.SampleSet;
import io.krater.suite.Gate;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Decides how a trial came out, from all that was observed of it. */
final class Judgement {
    /** How many lines of a log a failure shows. */
    static final int LAST_LINES = 20;

    private Judgement() {}

    static Outcome of(
            Suite suite,
            TrialRecorder recorder,
            Optional<GateTimes> gate,
            LogReading said,
            Stage overdue,
            long waitedNanos,
            List<SampleSet> samples,
            Optional<Duration> timeout) {
        List<String> lastLines = recorder.log().last(LAST_LINES);
        if (recorder.interrupted()) {
            return failed(FailureReason.of(Kind.INTERRUPTED, "the run was interrupted during this trial"), lastLines);
        }
        if (recorder.refusal().isPresent()) {
            return failed(recorder.refusal().get(), lastLines);
        }
        if (overdue != Stage.DONE) {
            return new Outcome.TimedOut(
                    overdue,
                    waitedNanos,
                    timeout.map(most -> timeoutReason(suite, overdue, most))
                            .orElseGet(() -> overdueReason(suite, overdue, waitedNanos))
                            .withLastLines(lastLines));
        }
        if (!said.result().valid().orElse(true)) {
            FailureReason wrong = FailureReason.of(Kind.WRONG_RESULT, "the workload says that its result is wrong");
            return failed(withExitCode(wrong, recorder), lastLines);
        }
        Optional<FailureReason> platform = recorder.exit().flatMap(Exit::failure);
        if (platform.isPresent()) {
            return failed(platform.get(), lastLines);
        }
        if (gate.isEmpty()) {
            FailureReason reason = recorder.gateProblem().orElseGet(() -> noGate(suite, recorder, lastLines.isEmpty()));
            return failed(withExitCode(reason, recorder), lastLines);
        }
        if (said.failure().isPresent()) {
            return failed(said.failure().get(), lastLines);
        }
        return samples.isEmpty() || sampled(gate.get(), samples)
                ? new Outcome.Completed()
                : failed(noSamples(gate.get(), samples), lastLines);
    }

    private static FailureReason withExitCode(FailureReason reason, TrialRecorder recorder) {
        OptionalInt code = recorder.exit().map(Exit::code).orElse(OptionalInt.empty());
        return code.isEmpty() ? reason : reason.with("exit_code", Integer.toString(code.getAsInt()));
    }

    /** What a launcher threw that should have told: it is this execution's failure, and no other's. */
    static FailureReason fault(String doing, RuntimeException thrown) {
        return FailureReason.of(Kind.PLATFORM_ERROR, "the launcher failed while " + doing + ": " + thrown)
                .with("exception", thrown.getClass().getName());
    }

    static Outcome failed(FailureReason reason, List<String> lastLines) {
        return new Outcome.Failed(reason.lastLines().isEmpty() ? reason.withLastLines(lastLines) : reason);
    }

    private static FailureReason timeoutReason(Suite suite, Stage stage, Duration most) {
        String limit = String.format(Locale.ROOT, "%.1f s", most.toNanos() / 1e9);
        String until = switch (stage) {
            case START -> ", without a sign of life of it";
            case GATE_OPEN ->
                ": the line that opens its gate ("
                        + pattern(suite.workload().gate().start()) + ") never came";
            case GATE_CLOSE ->
                ": the line that closes its gate ("
                        + pattern(suite.workload().gate().end()) + ") never came";
            default -> "";
        };
        return FailureReason.of(Kind.DEADLINE_EXCEEDED, "the program was ended at its timeout of " + limit + until)
                .with("stage", stage.name())
                .with("timeout", limit);
    }

    private static FailureReason overdueReason(Suite suite, Stage stage, long waitedNanos) {
        String waited = String.format(Locale.ROOT, "%.1f s", waitedNanos / 1e9);
        String message = switch (stage) {
            case START ->
                "no sign of life after " + waited + "; if starts take longer here, raise the suite's startTimeout";
            case GATE_OPEN ->
                "the workload ran but the line that opens its gate ("
                        + pattern(suite.workload().gate().start()) + ") never came within " + waited;
            case GATE_CLOSE ->
                "the gate opened but the line that closes it ("
                        + pattern(suite.workload().gate().end())
                        + ") never came within " + waited
                        + "; if the workload takes longer, say so in its variant's gate time";
            default -> "the workload did not end within " + waited;
        };
        Kind kind = stage == Stage.START ? Kind.PLATFORM_ERROR : stage == Stage.EXIT ? Kind.KILLED : Kind.NO_GATE;
        return FailureReason.of(kind, message).with("stage", stage.name()).with("waited", waited);
    }

    private static FailureReason noGate(Suite suite, TrialRecorder recorder, boolean silent) {
        Gate gate = suite.workload().gate();
        if (!recorder.gateOpened()) {
            return FailureReason.of(
                    Kind.NO_GATE,
                    "the workload ended without opening its gate: the line that opens it (" + pattern(gate.start())
                            + ") never came" + (silent ? ", nor any other" : ""));
        }
        return FailureReason.of(
                Kind.NO_GATE,
                recorder.gateClosed()
                        ? "the gate closed in the instant in which it opened: it takes time between its two lines, and"
                                + " each must be flushed when it is printed"
                        : "the workload ended without closing its gate: the line that closes it (" + pattern(gate.end())
                                + ") never came after the one that opened it");
    }

    private static FailureReason noSamples(GateTimes gate, List<SampleSet> samples) {
        FailureReason reason = FailureReason.of(
                Kind.NO_SAMPLES,
                String.format(
                        Locale.ROOT,
                        "the gate was %.3f s long and no samples enclosed it; lengthen the gate, or sample more"
                                + " often",
                        gate.seconds()));
        for (SampleSet set : samples) {
            reason = reason.with(set.scope().label(), set.fast().size() + " samples" + ended(set));
        }
        return reason;
    }

    private static String ended(SampleSet set) {
        String why = set.facts().get("ended");
        return why == null ? "" : ", ended: " + why;
    }

    private static boolean sampled(GateTimes gate, List<SampleSet> samples) {
        return samples.stream()
                .filter(set -> !set.scope().isHost())
                .anyMatch(set -> set.seriesOf(Column.USAGE_USEC)
                        .map(series -> new GatedColumn(series, Column.USAGE_USEC, gate)
                                .increase()
                                .isPresent())
                        .orElse(false));
    }

    private static String pattern(Optional<java.util.regex.Pattern> pattern) {
        return pattern.map(regex -> regex.pattern().replace("\\Q", "").replace("\\E", ""))
                .orElse("");
    }
}
