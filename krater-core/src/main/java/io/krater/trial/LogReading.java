package io.krater.trial;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.suite.Variant;
import io.krater.suite.Workload;
import io.krater.suite.WorkloadResult;
import java.util.Objects;
import java.util.Optional;

/**
 * What a workload's own reader made of its log.
 *
 * @param result what it found; nothing where it broke
 * @param failure why it broke; a researcher's reader must not end a night of measuring over one odd line
 */
record LogReading(WorkloadResult result, Optional<FailureReason> failure) {

    static LogReading of(Workload workload, Variant variant, LogExcerpt log) {
        try {
            WorkloadResult result =
                    Objects.requireNonNull(workload.read(variant, log.lines()), "it returned null, not a result");
            return new LogReading(result, Optional.empty());
        } catch (RuntimeException | StackOverflowError broken) { // the latter by a regular expression on a long line
            FailureReason reason = FailureReason.of(
                            Kind.UNREADABLE_LOG,
                            "the log reader of workload \"" + workload.name() + "\" broke on this log: " + broken)
                    .with("exception", broken.getClass().getName());
            return new LogReading(WorkloadResult.none(), Optional.of(reason));
        }
    }
}
