package io.krater.k8s.pod;

import io.krater.launch.FailureReason;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a pod came to its end.
 *
 * @param code the container's exit code; empty where it never ran or nobody saw it
 * @param failure why the trial counts as failed; empty for exit code 0
 * @param logExpected whether the container ran, so that its log is worth waiting for
 */
record Ending(OptionalInt code, Optional<FailureReason> failure, boolean logExpected) {
    static Ending failed(FailureReason reason) {
        return new Ending(OptionalInt.empty(), Optional.of(reason), false);
    }

    Ending withLog() {
        return new Ending(code, failure, true);
    }
}
