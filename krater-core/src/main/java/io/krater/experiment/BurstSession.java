package io.krater.experiment;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.plan.PlannedTrial;
import io.krater.trial.Burst;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import org.jspecify.annotations.Nullable;

/** Gives each trial a burst of its own. Nothing outlives a trial. */
final class BurstSession implements Session {
    private final Bench bench;
    private final BurstTrial work;
    private volatile @Nullable Burst current;
    private volatile boolean interrupted;

    BurstSession(Bench bench, BurstTrial work) {
        this.bench = bench;
        this.work = work;
    }

    @Override
    public Trial run(PlannedTrial planned) throws InterruptedException {
        try (Burst burst = bench.burst()) {
            current = burst;
            if (interrupted) {
                burst.interrupt();
            }
            Trial trial = work.run(planned, burst);
            return interrupted
                    ? trial.with(new Outcome.Failed(
                            FailureReason.of(Kind.INTERRUPTED, "the run was interrupted during this trial")))
                    : trial;
        } finally {
            current = null;
        }
    }

    @Override
    public void interrupt() {
        interrupted = true;
        Burst burst = current;
        if (burst != null) {
            burst.interrupt();
        }
    }
}
