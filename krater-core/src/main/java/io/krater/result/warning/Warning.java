package io.krater.result.warning;

import java.util.EnumSet;
import java.util.Set;

/**
 * A reason to look twice at a result, with the number that raised it.
 *
 * @param kind what is doubted
 * @param subject what it concerns: {@code environment/variant}, with the metric where it is about one, or the suite
 * @param text what was seen, a sentence with its numbers
 * @param number the number that crossed the threshold
 * @param threshold the bound that it crossed
 * @param advice what to do about it
 */
public record Warning(Kind kind, String subject, String text, double number, double threshold, String advice) {
    private static final Set<Kind> GRAVE = EnumSet.of(
            Kind.FAILURES,
            Kind.MISSING_VALUES,
            Kind.PART_CHANGED,
            Kind.PRECISION_NOT_MET,
            Kind.VERDICT_NOT_TOLD,
            Kind.BIMODAL,
            Kind.DRIFT,
            Kind.SWAP,
            Kind.THERMAL_THROTTLING,
            Kind.CLOCK_STEP,
            Kind.WORK_CUT_OFF,
            Kind.WORK_ELSEWHERE,
            Kind.LIMIT_NOT_APPLIED,
            Kind.RESTARTED,
            Kind.OOM_KILL,
            Kind.LOG_DAMAGED,
            Kind.HARNESS_STOPPED,
            Kind.COUNTER_FELL);

    /** Whether a conclusion may be wrong by it, not only unsure. */
    public boolean isGrave() {
        return GRAVE.contains(kind);
    }

    /** What can be doubted. */
    public enum Kind {
        /** Trials scatter: coefficient of variation, a fraction. */
        HIGH_CV,
        /** Trials form two groups: dip times √n. */
        BIMODAL,
        /** Trials rise or fall over the suite: relative change from first to last. */
        DRIFT,
        /** Each trial resembles the one before it: lag-1 autocorrelation. */
        AUTOCORRELATION,
        /** The level of the trials changes once over the suite: p of Pettitt's test. */
        LEVEL_CHANGE,
        /** The first trial stands apart: its t against the others. */
        FIRST_TRIAL,
        /** Trials far beyond the quartiles; labelled, never dropped: how many. */
        OUTLIERS,
        /** Too few trials for the skewness that they have: trials asked for. */
        SKEWED,
        /** Fewer trials than a bootstrap interval needs: trials. */
        FEW_TRIALS,
        /** The interval that the suite's rule to stop asked for was not reached: relative half-width, or trials where there is none. */
        PRECISION_NOT_MET,
        /** The verdict that the suite's rule to stop asked for is not told: 1. */
        VERDICT_NOT_TOLD,
        /** Attempts failed: how many. */
        FAILURES,
        /** Completed trials without a metric that others have: how many. */
        MISSING_VALUES,
        /** The CPU quota ran out: share of the gate's periods. */
        THROTTLING,
        /** Tasks waited for a CPU: share of the gate. */
        CPU_PRESSURE,
        /** Tasks waited for memory: share of the gate. */
        MEMORY_PRESSURE,
        /** Tasks waited for I/O: share of the gate. */
        IO_PRESSURE,
        /** The hypervisor gave CPU time to others: share of the host's time within the gate. */
        STEAL,
        /** Memory was swapped out: bytes. */
        SWAP,
        /** Others used the machine's CPUs within the gate: cores. */
        NEIGHBOURS,
        /** Few samples within the gate: how many. */
        FEW_SAMPLES,
        /** The samples leave a part of the gate uncovered: share covered. */
        GATE_COVERAGE,
        /** The gate is short against the kernel's ticks: seconds. */
        SHORT_WINDOW,
        /** A trial's own CPU use is not steady from the gate's opening on: share of the gate before it is. */
        NOT_STEADY,
        /** Trials ran on several nodes: how many. */
        SEVERAL_NODES,
        /** The sampler missed ticks: share. */
        LATE_TICKS,
        /** Requests that were to be sent at once were sent one after the other: share of the makespan. */
        REQUEST_SKEW,
        /** Memory was read before it had settled: 1. */
        NOT_SETTLED,
        /** The wall clock was set during a trial: seconds. */
        CLOCK_STEP,
        /** The offset between client and node is not known well: seconds. */
        CLOCK_OFFSET,
        /** CPUs may run above their nominal frequency: 1. */
        TURBO,
        /** CPUs were slowed down for heat while a trial ran: how often. */
        THERMAL_THROTTLING,
        /** Logical CPUs share cores, and the workload is not pinned: 1. */
        SHARED_CORES,
        /** Machine, images or software changed between the suite's starts: how many facts. */
        PART_CHANGED,
        /** A host that was to be measured throughout a run has no samples for a while: seconds. */
        HOST_GAP,
        /** The program ended before work that it had started: trials. */
        WORK_CUT_OFF,
        /** Processes of the program worked outside its cgroup: trials. */
        WORK_ELSEWHERE,
        /** A limit that was asked for was not in force: trials. */
        LIMIT_NOT_APPLIED,
        /** The container was restarted: trials. */
        RESTARTED,
        /** A process of the workload was killed for want of memory, though the trial completed: trials. */
        OOM_KILL,
        /** Parts of the log could not be read: trials. */
        LOG_DAMAGED,
        /** An edge of the gate was read on another clock than the node's: trials. */
        GATE_CLOCK,
        /** A pod was not what the suite asked for: trials. */
        POD_CHANGED,
        /** Something of a trial was left behind: trials. */
        LEFT_OVER,
        /** Something that was to be sampled could not be: trials. */
        SAMPLING_PROBLEM,
        /** The harness stood still, stopped or without a CPU, while a trial ran: seconds. */
        HARNESS_STOPPED,
        /** A counter, which can only rise, fell within a trial: how often. */
        COUNTER_FELL
    }
}
