package io.krater.trial;

import io.krater.launch.FailureReason;

/** How a trial came out. */
public sealed interface Outcome {
    /** The workload did its work and its gate was sampled. */
    record Completed() implements Outcome {
        private static final Completed ONLY = new Completed();
    }

    /**
     * The trial failed.
     *
     * @param reason why
     */
    record Failed(FailureReason reason) implements Outcome {}

    /**
     * A deadline passed and the workload was ended.
     *
     * @param stage what was being waited for
     * @param waitedNanos for how long, in nanoseconds
     * @param reason the same as facts, with the last lines of the log
     */
    record TimedOut(Stage stage, long waitedNanos, FailureReason reason) implements Outcome {}

    /** It did its work. */
    static Outcome completed() {
        return Completed.ONLY;
    }

    /** Whether the trial counts as a measurement. */
    default boolean isCompleted() {
        return this instanceof Completed;
    }
}
