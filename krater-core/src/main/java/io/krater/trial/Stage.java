package io.krater.trial;

/** What a running trial is waiting for next. */
public enum Stage {
    /** A first sign of life: the process, or a line of it. */
    START,
    /** The line that opens the gate. */
    GATE_OPEN,
    /** The line that closes the gate. */
    GATE_CLOSE,
    /** The workload's end. */
    EXIT,
    /** Nothing: the workload has ended. */
    DONE
}
