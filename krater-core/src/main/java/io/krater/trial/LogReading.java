package io.krater.trial;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.suite.Variant;
import io.krater.suite.Workload;
import io.krater.suite.WorkloadResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a workload's own reader made of its log.
 *
 * @param result what it found; nothing where it broke
 * @param failure why it broke; a researcher's reader must not end a night of measuring over one odd line
 */
record LogReading(WorkloadResult result, Optional<FailureReason> failure) {
    /** A log that is kept has 192 Ki characters at the most: a reader that takes longer will not come back. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static LogReading of(Workload workload, Variant variant, LogExcerpt log) throws InterruptedException {
        return of(workload, variant, log, PATIENCE);
    }

    static LogReading of(Workload workload, Variant variant, LogExcerpt log, Duration patience)
            throws InterruptedException {
        FutureTask<WorkloadResult> reading = new FutureTask<>(
                () -> Objects.requireNonNull(workload.read(variant, log.lines()), "it returned null, not a result"));
        Thread thread = new Thread(reading, "krater-log-reader");
        thread.setDaemon(true);
        thread.start();
        try {
            return new LogReading(reading.get(patience.toNanos(), TimeUnit.NANOSECONDS), Optional.empty());
        } catch (TimeoutException endless) {
            reading.cancel(true);
            return broken(workload, "did not come back within " + patience.toSeconds() + " s", "timeout");
        } catch (ExecutionException thrown) {
            Throwable cause = Objects.requireNonNullElse(thrown.getCause(), thrown);
            if (cause instanceof Error error && !(error instanceof StackOverflowError)) {
                throw error; // of a StackOverflowError a regular expression on a long line is the cause
            }
            return broken(
                    workload, "broke on this log: " + cause, cause.getClass().getName());
        }
    }

    private static LogReading broken(Workload workload, String how, String exception) {
        FailureReason reason = FailureReason.of(
                        Kind.UNREADABLE_LOG, "the log reader of workload \"" + workload.name() + "\" " + how)
                .with("exception", exception);
        return new LogReading(WorkloadResult.none(), Optional.of(reason));
    }
}
